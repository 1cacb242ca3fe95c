namespace LifecycleLambda.Benchmarks.Results;

/// <summary>One row.</summary>
/// <param name="Key">What <c>--only</c> calls it.</param>
/// <param name="Title">With its versions.</param>
/// <param name="Missing">Why it could not run here.</param>
/// <param name="Failure">What it did wrong.</param>
/// <param name="PackageMiB">The zipped package.</param>
/// <param name="Figures">By name: <c>firstAnswer.tls</c> in ms, <c>cpu.paced</c> in microseconds, <c>memory</c> in MiB.</param>
internal sealed record CandidateReport(
    string Key, string Title, string? Missing, string? Failure, double? PackageMiB, IReadOnlyDictionary<string, Figure> Figures)
{
    internal double? Median(string figure) => Figures.TryGetValue(figure, out var found) ? found.Median : null;
}
