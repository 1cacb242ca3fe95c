using System.CommandLine;
using LifecycleLambda.Benchmarks;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Local;

HttpClient.DefaultProxy = new LoopbackBypass(HttpClient.DefaultProxy);
var output = new Option<DirectoryInfo?>("--output")
{
    Description = "The folder for the JSON and the chart; FOLDER.md gets the tables [default: docs/benchmark in the repository]",
    HelpName = "FOLDER",
};
var only = Names(
    "--only", "Only these candidates; not with --settings", "native", "portable", "floor", "node", "node-warm", "python", "python-warm");
var figures = Names("--figures", "Only these figures", "starts", "spaced", "buffered", "cpu", "memory");
var batchSize = new Option<int>("--batch-size") { Description = "Messages in a batch of buffered events", DefaultValueFactory = _ => 10 };
batchSize.AcceptOnlyFromAmong("1", "2", "5", "10", "20", "50", "100");
var settings = new Option<bool>("--settings") { Description = "Only prints the native program beside itself without each of its settings" };
var quick = new Option<bool>("--quick") { Description = "A tenth of the events and two starts, to try the benchmark itself" };
var noBuild = new Option<bool>("--no-build") { Description = "Runs what an earlier run has built" };

var command = new RootCommand(
    "Runs the function in Lambda's conditions, beside Node.js and Python functions that do the same job and a minimal native " +
    "program on the same SDK, and writes tables, JSON and a chart.")
{
    output, only, figures, batchSize, settings, quick, noBuild,
};
command.SetAction(RunAsync);
return await command.Parse(args).InvokeAsync();

// Returns 0 if every row has its figures, 1 if a row has none, and 2 if nothing could be measured.
async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
{
    try
    {
        // The candidates are built from the sources that this program was built from.
        var root = Path.GetFullPath("../../../../..", AppContext.BaseDirectory);
        using var harness = new LambdaHarness(cancellationToken);
        var catalog = new CandidateCatalog(root, parsed.GetValue(noBuild), cancellationToken);
        Candidate[] candidates = parsed.GetValue(settings)
            ? catalog.CreateSettings()
            : [.. catalog.CreateComparison().Where(candidate => parsed.GetRequiredValue(only).Contains(candidate.Key))];
        var measurements = new Measurements(harness, candidates, parsed.GetValue(batchSize), parsed.GetValue(quick));
        await measurements.RunAsync(parsed.GetRequiredValue(figures));

        var report = new Report(harness.Hierarchy, parsed.GetValue(batchSize), candidates);
        Console.WriteLine($"\n{Tables.Format(report)}");
        if (!parsed.GetValue(settings))
        {
            report.Write(parsed.GetValue(output)?.FullName.TrimEnd('/') ?? Path.Combine(root, "docs", "benchmark"));
        }

        return candidates.Any(candidate => candidate.Problem is not null) ? 1 : 0;
    }
    catch (UserErrorException exception)
    {
        Console.Error.WriteLine($"error: {exception.Message}");
        return 2;
    }
}

static Option<string[]> Names(string name, string description, params string[] names) => new Option<string[]>(name)
{
    Description = description,
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => names,
}.AcceptOnlyFromAmong(names);
