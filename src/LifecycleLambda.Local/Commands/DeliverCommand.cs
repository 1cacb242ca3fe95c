using System.CommandLine;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Commands;

/// <summary>Delivers events one after the other and shows what became of each, then who is online.</summary>
internal static class DeliverCommand
{
    /// <summary>Adds <c>invoke FILE…</c>, and the samples as what the program does without a command.</summary>
    internal static void AddTo(RootCommand root, LocalOptions options)
    {
        root.SetAction((arguments, cancellationToken) => RunAsync(arguments, options, Samples(), cancellationToken));

        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of events: a JSON object, an array, or one per line; - reads standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var invoke = new Command("invoke", "Delivers your events. Exit code 0 if every event was handled, 1 if any failed.") { files };
        invoke.SetAction((arguments, cancellationToken) => RunAsync(arguments, options, arguments.GetValue(files)!, cancellationToken));
        root.Subcommands.Add(invoke);
    }

    private static async Task<int> RunAsync(
        ParseResult arguments, LocalOptions options, IEnumerable<string> files, CancellationToken cancellationToken)
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
            report.Event(EventReport.Of(lifecycleEvent.Source, lifecycleEvent.Payload, result));
        }

        report.Items(await environment.ReadItemsAsync(cancellationToken));
        return failed ? ExitCode.Failed : ExitCode.Success;
    }

    private static IEnumerable<string> Samples() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "events"), "*.json").Order(StringComparer.Ordinal);
}
