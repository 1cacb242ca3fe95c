namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>The conditions in which a function runs.</summary>
/// <param name="Key">The conditions' name in the names of figures.</param>
/// <param name="Tls">True if DynamoDB is reached over HTTPS, as the real one is.</param>
/// <param name="MemoryMb">The memory size whose CPU share the function has after its first <c>next</c>; null for no limit.</param>
/// <param name="Delay">The time between a request to DynamoDB and its response.</param>
internal sealed record Conditions(string Key, bool Tls, int? MemoryMb, TimeSpan Delay)
{
    internal static readonly Conditions Share = new("share", Tls: true, MemoryMb: 128, TimeSpan.Zero);
    internal static readonly Conditions Whole = new("whole", Tls: true, MemoryMb: null, TimeSpan.Zero);
    internal static readonly Conditions Plain = new("plain", Tls: false, MemoryMb: null, TimeSpan.Zero);

    // A table in the same Region is 4 ms away. A function that waits pays for each thread that it wakes.
    internal static readonly Conditions Paced = new("paced", Tls: true, MemoryMb: null, TimeSpan.FromMilliseconds(4));
    internal static readonly Conditions Spaced = Paced with { MemoryMb = 128 };
}
