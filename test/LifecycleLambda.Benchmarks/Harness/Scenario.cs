namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>How DynamoDB is reached and when it answers.</summary>
/// <param name="Key">In the JSON.</param>
/// <param name="Title">In the progress.</param>
/// <param name="Tls">Over HTTPS, as the real endpoint.</param>
/// <param name="Delay">Before the answer.</param>
internal sealed record Scenario(string Key, string Title, bool Tls, TimeSpan Delay)
{
    /// <summary>HTTP, answered at once.</summary>
    internal static readonly Scenario Plain = new("plain", "plain", Tls: false, TimeSpan.Zero);

    /// <summary>HTTPS, answered at once.</summary>
    internal static readonly Scenario OverTls = new("tls", "over TLS", Tls: true, TimeSpan.Zero);

    /// <summary>HTTP, answered after 4 ms, as a table in the same region does: a function that waits pays for each thread it wakes.</summary>
    internal static readonly Scenario Paced = new("paced", "paced", Tls: false, TimeSpan.FromMilliseconds(4));
}
