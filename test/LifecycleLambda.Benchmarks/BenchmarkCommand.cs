using System.CommandLine;
using LifecycleLambda.Benchmarks.Micro;

namespace LifecycleLambda.Benchmarks;

/// <summary>The command: the benchmark itself, and <c>micro</c>.</summary>
internal static class BenchmarkCommand
{
    internal static RootCommand Create()
    {
        var output = new Option<DirectoryInfo?>("--output")
        {
            Description = "Where the table, the JSON and the chart go [default: docs/benchmark in the repository]",
        };
        var starts = Number("--starts", "Cold starts of each candidate, plain and over TLS", fallback: 9);
        var events = Number("--events", "Warm events of each candidate in each scenario", fallback: 5_000);
        var memoryEvents = Number("--memory-events", "Events before the peak memory is read", fallback: 20_000);
        var only = Names("--only", "Only these candidates: native, portable, node, python, floor, or a label of --also");
        var figures = Names("--figures", "Only these figures: starts, warm, memory");
        var also = Names("--also", "Another build of the function to run beside: label=directory that holds a native bootstrap");
        var noBuild = new Option<bool>("--no-build") { Description = "Run what an earlier run has built" };

        var root = new RootCommand(
            "Runs the function as Lambda would, beside Node.js and Python functions that do the same job and a native floor " +
            "without the SDK, and writes a table, JSON and a chart.")
        {
            output, starts, events, memoryEvents, only, figures, also, noBuild,
        };
        root.SetAction((parsed, cancellationToken) => new Benchmark(new BenchmarkOptions(
            parsed.GetValue(output)?.FullName,
            parsed.GetValue(starts),
            parsed.GetValue(events),
            parsed.GetValue(memoryEvents),
            parsed.GetValue(only) ?? [],
            parsed.GetValue(figures) ?? [],
            parsed.GetValue(also) ?? [],
            parsed.GetValue(noBuild))).RunAsync(cancellationToken));

        var micro = new Command("micro", "Time and bytes of reading an event and building its request (BenchmarkDotNet)");
        micro.SetAction(_ => MicroBenchmarks.Run());
        root.Subcommands.Add(micro);
        return root;
    }

    private static Option<int> Number(string name, string description, int fallback)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var value) && value < 1)
            {
                result.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }

    private static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };
}
