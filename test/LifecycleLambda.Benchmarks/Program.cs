using System.CommandLine;
using LifecycleLambda.Benchmarks;

var output = new Option<DirectoryInfo?>("--output")
{
    Description = "Where the tables, the JSON and the chart go [default: docs/benchmark in the repository]",
};
var only = Names("--only", "Only these candidates; not with --settings", "native", "portable", "floor", "node", "node-warm", "python", "python-warm");
var figures = Names("--figures", "Only these figures", "starts", "spaced", "cpu", "memory");
var settings = new Option<bool>("--settings")
{
    Description = "Compares the native program with itself, one of its settings taken back at a time",
};
var quick = new Option<bool>("--quick") { Description = "A tenth of the events and two starts: to see that it runs" };
var stopAndContinue = new Option<bool>("--stop-and-continue")
{
    Description = "Makes the share of 128 MB by stopping and continuing the process, even where a control group can be written",
};
var noBuild = new Option<bool>("--no-build") { Description = "Runs what an earlier run has built" };

var command = new RootCommand(
    "Runs the function in Lambda's conditions, beside Node.js and Python functions that do the same job and a native floor on " +
    "the same SDK, and writes tables, JSON and a chart.")
{
    output, only, figures, settings, quick, stopAndContinue, noBuild,
};
command.SetAction((parsed, cancellationToken) => new Benchmark(new BenchmarkOptions(
    parsed.GetValue(output)?.FullName,
    parsed.GetValue(only) ?? [],
    parsed.GetValue(figures) ?? [],
    parsed.GetValue(settings),
    parsed.GetValue(quick),
    parsed.GetValue(stopAndContinue),
    parsed.GetValue(noBuild))).RunAsync(cancellationToken));
return await command.Parse(args).InvokeAsync();

static Option<string[]> Names(string name, string description, params string[] names) =>
    new Option<string[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true }.AcceptOnlyFromAmong(names);
