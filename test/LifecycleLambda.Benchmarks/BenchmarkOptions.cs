namespace LifecycleLambda.Benchmarks;

/// <summary>What a run measures. An empty list means everything.</summary>
internal sealed record BenchmarkOptions(
    string? Output,
    int Starts,
    int Spaced,
    int Events,
    int MemoryEvents,
    IReadOnlyList<string> Only,
    IReadOnlyList<string> Figures,
    bool Settings,
    IReadOnlyList<string> With,
    bool StopAndContinue,
    bool NoBuild)
{
    internal bool Wants(string figures) => Figures.Count is 0 || Figures.Contains(figures);
}
