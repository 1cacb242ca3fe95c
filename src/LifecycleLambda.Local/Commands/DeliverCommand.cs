using System.CommandLine;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Commands;

/// <summary>Delivers events one after the other and shows what became of each, then who is online.</summary>
internal static class DeliverCommand
{
    /// <summary>Adds <c>invoke FILE…</c>, and the samples as what the program does without a command.</summary>
    internal static void AddTo(RootCommand root)
    {
        root.SetAction((arguments, cancellationToken) => RunAsync(arguments, Samples(), explain: false, cancellationToken));

        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of events or messages: a JSON object, an array, or one per line; - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.Validators.Add(result =>
        {
            foreach (var file in result.Tokens.Select(token => token.Value))
            {
                if (file is "")
                {
                    result.AddError("The name of a file is empty.");
                }
                else if (file.StartsWith('-') && file is not "-")
                {
                    result.AddError($"{file} is no option of invoke. A file of that name is ./{file}.");
                }
            }
        });
        var explain = new Option<bool>("--explain")
        {
            Description =
                "Shows, for each event that was not applied, the stored state beside it and the part of the ordering rule that decided.",
        };
        var invoke = new Command("invoke", "Delivers your events. Exit code 0 if every event was handled, 1 if any failed.")
        {
            files, explain,
        };
        invoke.SetAction((arguments, cancellationToken) =>
            RunAsync(arguments, arguments.GetValue(files)!, arguments.GetValue(explain), cancellationToken));
        root.Subcommands.Add(invoke);
    }

    private static IEnumerable<string> Samples() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "events"), "*.json").Order(StringComparer.Ordinal);

    private static async Task<int> RunAsync(
        ParseResult arguments, IEnumerable<string> files, bool explain, CancellationToken cancellationToken)
    {
        var report = new Report(arguments.GetValue(LocalOptions.Json));
        var events = new List<(string Source, byte[] Payload)>();
        foreach (var file in files)
        {
            events.AddRange(await EventFile.ReadAsync(file, cancellationToken));
        }

        await using var environment = await LocalEnvironment.StartAsync(arguments, cancellationToken);
        var log = new FunctionLog();
        var show = LocalEnvironment.Log(arguments);
        await using var functions = new FunctionPool(
            LocalEnvironment.Function(arguments),
            environment.Connection.FunctionEnvironment(),
            concurrency: 1,
            line =>
            {
                log.Add(line);
                show?.Invoke(line);
            });
        var failed = false;
        foreach (var (source, payload) in events)
        {
            var result = await functions.InvokeAsync(payload, cancellationToken);
            failed |= !result.Succeeded;
            foreach (var seen in await InvocationReport.ReadAsync(
                source, payload, result, log, LocalEnvironment.TimestampTolerance, cancellationToken))
            {
                failed |= seen.Outcome is Outcome.Invalid or Outcome.Failed;
                report.Event(explain ? await ExplainedAsync(seen, environment, cancellationToken) : seen);
            }
        }

        report.Items(await environment.Items.ReadAllAsync(cancellationToken));
        return failed ? ExitCode.Failed : ExitCode.Success;
    }

    private static async Task<EventReport> ExplainedAsync(
        EventReport seen, LocalEnvironment environment, CancellationToken cancellationToken) =>
        seen.Outcome is (Outcome.Duplicate or Outcome.Stale)
            && await environment.Items.GetAsync(seen.ClientId, cancellationToken) is { } item
            ? seen.Explained(item, LocalEnvironment.TimestampTolerance)
            : seen;
}
