using System.CommandLine;
using LifecycleLambda.Benchmarks;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;
using LifecycleLambda.Local;

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
command.SetAction(RunAsync);
return await command.Parse(args).InvokeAsync();

// 0 when every row has its figures, 1 when one has none, 2 when nothing could be measured.
async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
{
    try
    {
        // The candidates are built from the sources that this program was built from.
        var root = Path.GetFullPath("../../../../..", AppContext.BaseDirectory);
        var share = CpuShare.Find(parsed.GetValue(stopAndContinue));
        using var harness = new LambdaHarness(share, cancellationToken);
        var catalog = new CandidateCatalog(root, parsed.GetValue(noBuild), cancellationToken);
        IReadOnlyList<Candidate> candidates = parsed.GetValue(settings)
            ? catalog.Settings()
            : [.. catalog.Comparison().Where(candidate => IsWanted(parsed.GetValue(only), candidate.Key))];
        var measurements = new Measurements(harness, candidates, parsed.GetValue(quick));
        await measurements.RunAsync(name => IsWanted(parsed.GetValue(figures), name));

        var report = new Report(DateTimeOffset.UtcNow, Report.DescribeMachine(), share.Method, candidates, Target.All(candidates));
        var folder = parsed.GetValue(output)?.FullName ?? Path.Combine(root, "docs", "benchmark");
        report.Write(folder, parsed.GetValue(settings));
        return candidates.Any(candidate => candidate.Problem is not null) ? 1 : 0;
    }
    catch (UserErrorException exception)
    {
        Console.Error.WriteLine($"error: {exception.Message}");
        return 2;
    }
}

static Option<string[]> Names(string name, string description, params string[] names) =>
    new Option<string[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true }.AcceptOnlyFromAmong(names);

static bool IsWanted(string[]? names, string name) => names is null or [] || names.Contains(name);
