using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks;

/// <summary>One run from the builds to the chart.</summary>
internal sealed class Benchmark(BenchmarkOptions options)
{
    /// <returns>0 when every row has its figures, 1 when one has none, 2 when nothing could be measured.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var root = FindRepository();
            var share = CpuShare.Find(options.StopAndContinue);
            using var harness = new LambdaHarness(share, cancellationToken);
            var catalog = new CandidateCatalog(root, options, cancellationToken);
            var candidates = await (options.Settings ? catalog.PrepareSettingsAsync() : catalog.PrepareAsync());
            await new Measurements(harness, candidates, options).RunAsync();

            var report = new Report(DateTimeOffset.UtcNow, Report.DescribeMachine(), share?.Method, candidates, Target.All(candidates));
            Console.WriteLine($"\n{Tables.ToMarkdown(report, options.Settings)}");
            var folder = options.Output ?? Path.Combine(root, "docs", "benchmark");
            Console.WriteLine($"Written: {string.Join(", ", report.Write(folder, options.Settings))}");
            return candidates.Any(candidate => candidate.Problem is not null) ? 1 : 0;
        }
        catch (BenchmarkException exception)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            return 2;
        }
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LifecycleLambda.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new BenchmarkException("The benchmark builds its candidates from the sources: run it inside the repository.");
    }
}
