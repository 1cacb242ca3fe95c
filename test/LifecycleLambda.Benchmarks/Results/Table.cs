namespace LifecycleLambda.Benchmarks.Results;

/// <summary>A table, for a terminal as for a page.</summary>
/// <param name="Titles">Of its columns; the first one names the row.</param>
/// <param name="Rows">As many cells each.</param>
internal sealed record Table(string[] Titles, IReadOnlyList<string[]> Rows);
