using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Measuring;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks;

/// <summary>One run from the builds to the chart.</summary>
internal sealed class Benchmark(BenchmarkOptions options)
{
    /// <returns>0 when every candidate that is installed was measured.</returns>
    internal Task<int> RunAsync(CancellationToken cancellationToken) =>
        Progress.RunAsync(progress => RunAsync(progress, cancellationToken));

    private async Task<int> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        var root = Repository.Find();
        var work = Directory.CreateDirectory(Path.Combine(root, "artifacts", "benchmark")).FullName;
        using var certificate = HarnessCertificate.Create(
            work, Path.Combine(root, "src", "LifecycleLambda.Bootstrap", "DynamoDb", "amazon-root-certificates.pem"));
        var candidates = await new CandidateCatalog(root, work, options, progress).PrepareAsync(cancellationToken);

        var results = new ResultSet(candidates);
        if (options.Wants("starts"))
        {
            await new StartMeasurement(certificate, options.Starts, progress).RunAsync(results, cancellationToken);
        }

        if (options.Wants("warm"))
        {
            await new WarmMeasurement(certificate, options.Events, progress).RunAsync(results, cancellationToken);
        }

        if (options.Wants("memory"))
        {
            await new MemoryMeasurement(certificate, options.MemoryEvents, progress).RunAsync(results, cancellationToken);
        }

        progress.Finish();
        var report = Report.From(results, options);
        ReportTable.Print(report);
        var files = ReportFiles.Write(report, options.Output ?? Path.Combine(root, "docs", "benchmark"));
        Console.WriteLine($"Written: {string.Join(", ", files.Select(file => Path.GetRelativePath(root, file)))}");
        return report.Candidates.Any(candidate => candidate.Failure is not null) ? 1 : 0;
    }
}
