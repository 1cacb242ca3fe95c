namespace LifecycleLambda.Tests.Support;

/// <summary>
/// How much of what is long by nature is done: a little, which takes seconds, or all of it where LIFECYCLE_TESTS is <c>full</c>, as in CI.
/// </summary>
internal static class TestSize
{
    internal static bool IsFull { get; } = Environment.GetEnvironmentVariable("LIFECYCLE_TESTS") is "full";

    internal static int Of(int small, int full) => IsFull ? full : small;
}
