using LifecycleLambda.Benchmarks.Harness;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a run found: the JSON holds all of it.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Machine">Where it took place.</param>
/// <param name="Share">How the share of 128 MB was made; absent where it could not be.</param>
/// <param name="Candidates">The rows.</param>
/// <param name="Targets">What the native program promises.</param>
internal sealed record Report(
    DateTimeOffset Time, string Machine, string? Share, IReadOnlyList<CandidateReport> Candidates, IReadOnlyList<Target> Targets)
{
    internal static Report Of(IEnumerable<CandidateResult> results, CpuShare? share)
    {
        CandidateReport[] candidates = [.. results.Select(CandidateReport.Of)];
        return new(DateTimeOffset.UtcNow, Results.Machine.Describe(), share?.Method, candidates, Results.Targets.Of(candidates));
    }
}
