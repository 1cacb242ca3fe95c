namespace LifecycleLambda.TestKit;

/// <summary>
/// How much of what is long by nature is done: a little, which takes seconds, or all of it where LIFECYCLE_TESTS is <c>full</c>, as in CI.
/// </summary>
internal static class TestSize
{
    /// <summary>What a test waits for a process that answers no more, to fail by name; nothing takes that long.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    internal static int Of(int small, int full) => Environment.GetEnvironmentVariable("LIFECYCLE_TESTS") is "full" ? full : small;
}
