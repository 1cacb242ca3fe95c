namespace LifecycleLambda.TestKit;

internal static class TestRun
{
    /// <summary>The longest wait for a process that no longer answers, so that its test fails by name. Nothing takes that long.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Returns the full size if LIFECYCLE_TESTS is <c>full</c>, as in CI.</summary>
    internal static int Sized(int small, int full) => Environment.GetEnvironmentVariable("LIFECYCLE_TESTS") is "full" ? full : small;
}
