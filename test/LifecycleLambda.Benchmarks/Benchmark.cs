using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Measuring;
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
            return await Progress.RunAsync(progress => RunAsync(progress, cancellationToken));
        }
        catch (ToolException exception)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            return 2;
        }
    }

    private async Task<int> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        var root = FindRepository();
        var share = CpuShare.Find(options.StopAndContinue);
        using var harness = new LambdaHarness(share, cancellationToken);
        var catalog = new CandidateCatalog(root, Path.Combine(root, "artifacts", "benchmark"), options, progress);
        CandidateResult[] results = [.. (await catalog.PrepareAsync(cancellationToken)).Select(candidate => new CandidateResult(candidate))];

        if (options.Wants("starts"))
        {
            await new StartMeasurement(harness, options.Starts, progress).RunAsync(results);
        }

        if (options.Wants("spaced") && share is not null)
        {
            await new SpacedMeasurement(harness, options.Spaced, progress).RunAsync(results);
        }

        if (options.Wants("cpu"))
        {
            await new CpuMeasurement(harness, options.Events, progress).RunAsync(results);
        }

        if (options.Wants("memory"))
        {
            await new MemoryMeasurement(harness, options.MemoryEvents, progress).RunAsync(results);
        }

        progress.Step("done");
        var report = Report.Of(results, share);
        ReportFiles.Print(report, options.Settings);
        var files = ReportFiles.Write(report, options.Settings, options.Output ?? Path.Combine(root, "docs", "benchmark"));
        Console.WriteLine($"Written: {string.Join(", ", files.Select(file => Path.GetRelativePath(root, file)))}");
        return results.Any(result => result.Failure is not null) ? 1 : 0;
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

        throw new ToolException("The benchmark builds its candidates from the sources: run it inside the repository.");
    }
}
