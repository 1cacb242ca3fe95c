using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The candidates of a run.</summary>
internal sealed class ResultSet(IEnumerable<Candidate> candidates)
{
    internal IReadOnlyList<CandidateResult> All { get; } = [.. candidates.Select(candidate => new CandidateResult(candidate))];

    internal IEnumerable<CandidateResult> Runnable => All.Where(result => result.IsRunnable);
}
