namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What the report says of one candidate.</summary>
/// <param name="Key">What <c>--only</c> calls it.</param>
/// <param name="Title">With its versions.</param>
/// <param name="Problem">Why it could not run here, or what it did wrong.</param>
/// <param name="WarmsUp">Whether it is a peer that differs from the row above in its start alone.</param>
/// <param name="Figures">By name: <c>start.share</c> in ms, <c>cpu.paced</c> in microseconds, <c>memory</c> in MiB.</param>
internal sealed record Row(string Key, string Title, string? Problem, bool WarmsUp, IReadOnlyDictionary<string, Figure> Figures)
{
    internal double? Median(string figure) => Figures.TryGetValue(figure, out var found) ? found.Median : null;
}
