namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>How a function runs.</summary>
/// <param name="Key">In the names of figures.</param>
/// <param name="Tls">Whether DynamoDB is reached over HTTPS, as the real one.</param>
/// <param name="AtShare">Whether it has the share of 128 MB after its first <c>next</c>; otherwise nothing is ever taken from it.</param>
/// <param name="Delay">Before DynamoDB's answer.</param>
internal sealed record Conditions(string Key, bool Tls, bool AtShare, TimeSpan Delay)
{
    /// <summary>As a table in the same region answers. A function that waits pays for each thread that it wakes.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(4);

    /// <summary>A cold start as Lambda gives it to a function of 128 MB.</summary>
    internal static readonly Conditions Share = new("share", Tls: true, AtShare: true, TimeSpan.Zero);

    internal static readonly Conditions Whole = new("whole", Tls: true, AtShare: false, TimeSpan.Zero);

    internal static readonly Conditions Plain = new("plain", Tls: false, AtShare: false, TimeSpan.Zero);

    internal static readonly Conditions Spaced = new("spaced", Tls: true, AtShare: true, Near);

    internal static readonly Conditions Paced = new("paced", Tls: true, AtShare: false, Near);
}
