using System.CommandLine;
using System.Globalization;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Commands;

/// <summary>Delivers events one after the other and shows what became of each, then who is online.</summary>
internal static class DeliverCommand
{
    /// <summary>Adds <c>invoke FILE…</c>, and the samples as what the program does without a command.</summary>
    internal static void AddTo(RootCommand root, LocalOptions options)
    {
        root.SetAction((arguments, cancellationToken) => RunAsync(arguments, options, Samples(), explain: false, cancellationToken));

        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of events: a JSON object, an array, or one per line; - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && token.Value is not "-"))
            {
                result.AddError($"{token.Value} is no option of invoke. A file of that name is ./{token.Value}.");
            }
        });
        var explain = new Option<bool>("--explain")
        {
            Description = "Shows, for each event that was not applied, the stored state beside it and the part of the ordering rule that decided.",
        };
        var invoke = new Command("invoke", "Delivers your events. Exit code 0 if every event was handled, 1 if any failed.") { files, explain };
        invoke.SetAction((arguments, cancellationToken) =>
            RunAsync(arguments, options, arguments.GetValue(files)!, arguments.GetValue(explain), cancellationToken));
        root.Subcommands.Add(invoke);
    }

    private static async Task<int> RunAsync(
        ParseResult arguments, LocalOptions options, IEnumerable<string> files, bool explain, CancellationToken cancellationToken)
    {
        var report = Report.For(arguments.GetValue(options.Json));
        var events = new List<DeliveredEvent>();
        foreach (var file in files)
        {
            events.AddRange(await EventFile.ReadAsync(file, cancellationToken));
        }

        await using var environment = await LocalEnvironment.StartAsync(arguments, options, report.Progress, port: 0, cancellationToken);
        await using var functions = environment.StartFunctions(arguments, options, new RunOptions(Concurrency: 1));
        var failed = false;
        foreach (var lifecycleEvent in events)
        {
            var result = await functions.InvokeAsync(lifecycleEvent.Payload, cancellationToken);
            failed |= !result.Succeeded;
            var seen = EventReport.Of(lifecycleEvent.Source, lifecycleEvent.Payload, result);
            if (explain && seen.Outcome is "Duplicate" or "Stale")
            {
                seen = seen with { Explanation = await ExplainAsync(environment, seen, lifecycleEvent.Payload, cancellationToken) };
            }

            report.Event(seen);
        }

        report.Items(await environment.ReadItemsAsync(cancellationToken));
        return failed ? ExitCode.Failed : ExitCode.Success;
    }

    private static async Task<Explanation?> ExplainAsync(
        LocalEnvironment environment, EventReport seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("TIMESTAMP_TOLERANCE_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : 900;
        return await environment.Items.GetAsync(seen.ClientId, cancellationToken) is { } item
            ? Explanation.Of(item, payload, seen.Outcome, TimeSpan.FromSeconds(seconds))
            : null;
    }

    private static IEnumerable<string> Samples() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "events"), "*.json").Order(StringComparer.Ordinal);
}
