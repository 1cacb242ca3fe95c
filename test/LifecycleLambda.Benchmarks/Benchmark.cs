using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks;

/// <summary>One run from the builds to the chart.</summary>
internal sealed class Benchmark(BenchmarkOptions options)
{
    /// <returns>0 when every candidate that is installed was measured, 1 when one failed, 2 when nothing could be measured.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var root = FindRepository();
            var share = CpuShare.Find(options.StopAndContinue);
            using var harness = new LambdaHarness(share, cancellationToken);
            var catalog = new CandidateCatalog(root, Path.Combine(root, "artifacts", "benchmark"), options);
            CandidateResult[] results = [.. (await catalog.PrepareAsync(cancellationToken)).Select(candidate => new CandidateResult(candidate))];
            await new Measurements(harness, results, options).RunAsync();

            var report = Report.Of(results, share);
            Console.WriteLine($"\n{Tables.ToMarkdown(report, options.Settings)}");
            var folder = options.Output ?? Path.Combine(root, "docs", "benchmark");
            Console.WriteLine($"Written: {string.Join(", ", report.Write(folder, options.Settings))}");
            return results.Any(result => result.Failure is not null) ? 1 : 0;
        }
        catch (BenchmarkException exception)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            return 2;
        }
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LifecycleLambda.sln")))
            {
                return folder.FullName;
            }
        }

        throw new BenchmarkException("The benchmark builds its candidates from the sources: run it inside the repository.");
    }
}
