using System.CommandLine;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>invoke</c>: delivers events one after the other and shows each outcome, then who is online.</summary>
internal static class InvokeCommand
{
    /// <summary>Adds <c>invoke FILE…</c>. Without a command, the program delivers the samples.</summary>
    internal static void AddTo(RootCommand root)
    {
        root.SetAction((arguments, cancellationToken) => RunAsync(arguments, Samples(), explain: false, cancellationToken));

        var files = new Argument<string[]>("FILE")
        {
            Description = "Files with events or messages: a JSON object, an array, or one per line. - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.Validators.Add(result =>
        {
            foreach (var file in result.Tokens.Select(token => token.Value))
            {
                if (file is "")
                {
                    result.AddError("Can't read a file whose name is empty. Check the arguments.");
                }
                else if (file.StartsWith('-') && file is not "-")
                {
                    result.AddError($"Unknown option {file}. To read a file with this name, write ./{file}.");
                }
            }
        });
        var explain = new Option<bool>("--explain")
        {
            Description = "For each event that isn't applied, also shows the stored state and the part of the ordering rule that decided.",
        };
        var invoke = new Command("invoke", "Delivers your events. Exit code 1 if an event failed.")
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
            foreach (var eventReport in await InvocationReport.CreateAsync(
                source, payload, result, log, LocalEnvironment.TimestampTolerance, cancellationToken))
            {
                failed |= eventReport.Outcome is Outcome.Invalid or Outcome.Failed;
                report.Event(explain ? await ExplainAsync(eventReport, environment, cancellationToken) : eventReport);
            }
        }

        report.Items(await environment.Items.ReadAllAsync(cancellationToken));
        return failed ? ExitCode.Failed : ExitCode.Success;
    }

    private static async Task<EventReport> ExplainAsync(
        EventReport report, LocalEnvironment environment, CancellationToken cancellationToken) =>
        report.Outcome is (Outcome.Duplicate or Outcome.Stale)
            && await environment.Items.GetAsync(report.ClientId, cancellationToken) is { } item
            ? report.Explain(item, LocalEnvironment.TimestampTolerance)
            : report;
}
