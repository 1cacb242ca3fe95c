namespace LifecycleLambda.Benchmarks;

/// <summary>What a run measures. An empty list means everything.</summary>
internal sealed record BenchmarkOptions(
    string? Output,
    IReadOnlyList<string> Only,
    IReadOnlyList<string> Figures,
    bool Settings,
    bool Quick,
    bool StopAndContinue,
    bool NoBuild)
{
    internal bool WantsCandidate(string key) => Only.Count is 0 || Only.Contains(key);

    internal bool WantsFigures(string figures) => Figures.Count is 0 || Figures.Contains(figures);
}
