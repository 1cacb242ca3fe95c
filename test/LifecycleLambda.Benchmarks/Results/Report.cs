using LifecycleLambda.Benchmarks.Measuring;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a run found: the JSON holds all of it.</summary>
internal sealed record Report(
    DateTimeOffset Time,
    string Machine,
    int Starts,
    int Events,
    int MemoryEvents,
    IReadOnlyList<CandidateReport> Candidates,
    IReadOnlyList<Target> Targets)
{
    internal static Report From(ResultSet results, BenchmarkOptions options)
    {
        var candidates = results.All.Select(Of).ToArray();
        return new Report(
            DateTimeOffset.UtcNow,
            Results.Machine.Describe(),
            options.Starts,
            options.Events,
            options.MemoryEvents,
            candidates,
            Results.Targets.Of(candidates));
    }

    private static CandidateReport Of(CandidateResult result) => new(
        result.Candidate.Key,
        result.Candidate.Title,
        result.Candidate.Missing,
        result.Failure,
        result.Candidate.Missing is null ? Package.Size(result.Candidate.Folder) : null,
        result.Figures());
}
