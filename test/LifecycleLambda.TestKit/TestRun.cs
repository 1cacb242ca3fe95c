namespace LifecycleLambda.TestKit;

internal static class TestRun
{
    /// <summary>The timeout of an unresponsive process. It makes the hanging test fail by name. Nothing else takes this long.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Returns the full size if LIFECYCLE_TESTS is <c>full</c>, as in CI, and the small one otherwise.</summary>
    internal static int Sized(int small, int full) => Environment.GetEnvironmentVariable("LIFECYCLE_TESTS") is "full" ? full : small;
}
