using System.CommandLine;
using LifecycleLambda.Benchmarks;

var output = new Option<DirectoryInfo?>("--output")
{
    Description = "Where the tables, the JSON and the chart go [default: docs/benchmark in the repository]",
};
var starts = Number("--starts", "Cold starts of each candidate in each condition", fallback: 7);
var spaced = Number("--spaced", "Warm events of each candidate at the share of 128 MB, with a pause before each", fallback: 150);
var events = Number("--events", "Events of each candidate for the CPU per event; two fifths of them with DynamoDB 4 ms away", fallback: 5_000);
var memoryEvents = Number("--memory-events", "Events before the peak memory is read", fallback: 20_000);
var only = Names("--only", "Only these candidates: native, portable, floor, node, node-warm, python, python-warm");
var figures = Names("--figures", "Only these figures: starts, spaced, cpu, memory");
var settings = new Option<bool>("--settings")
{
    Description = "Compares the native program with itself, one setting of its project taken back at a time",
};
var with = Names("--with", "NAME=VALUE: with --settings, the native program with this environment variable too");
var stopAndContinue = new Option<bool>("--stop-and-continue")
{
    Description = "Makes the share of 128 MB by stopping and continuing the process, even where a control group can be written",
};
var noBuild = new Option<bool>("--no-build") { Description = "Run what an earlier run has built" };

var command = new RootCommand(
    "Runs the function in Lambda's conditions, beside Node.js and Python functions that do the same job and a native floor on " +
    "the same SDK, and writes tables, JSON and a chart.")
{
    output, starts, spaced, events, memoryEvents, only, figures, settings, with, stopAndContinue, noBuild,
};
command.SetAction((parsed, cancellationToken) => new Benchmark(new BenchmarkOptions(
    parsed.GetValue(output)?.FullName,
    parsed.GetValue(starts),
    parsed.GetValue(spaced),
    parsed.GetValue(events),
    parsed.GetValue(memoryEvents),
    parsed.GetValue(only) ?? [],
    parsed.GetValue(figures) ?? [],
    parsed.GetValue(settings),
    parsed.GetValue(with) ?? [],
    parsed.GetValue(stopAndContinue),
    parsed.GetValue(noBuild))).RunAsync(cancellationToken));
return await command.Parse(args).InvokeAsync();

static Option<int> Number(string name, string description, int fallback)
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

static Option<string[]> Names(string name, string description) => new(name)
{
    Description = description,
    AllowMultipleArgumentsPerToken = true,
};
