namespace LifecycleLambda;

/// <summary>Cancels an invocation shortly before Lambda's timeout, so that the failure can still be logged and reported.</summary>
public static class InvocationDeadline
{
    /// <summary>The time that the native program needs to report a failure, even with the smallest share of a vCPU.</summary>
    public static readonly TimeSpan DefaultMargin = TimeSpan.FromMilliseconds(500);

    // This is Lambda's maximum. It also limits a nonsense deadline to what a .NET timer accepts.
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    /// <summary>Starts the timer of an invocation.</summary>
    /// <param name="remaining">The time until Lambda's timeout. A negative value counts as zero.</param>
    /// <param name="time">The clock.</param>
    /// <param name="margin">The time between the cancellation and Lambda's timeout; by default <see cref="DefaultMargin"/>.</param>
    /// <returns>The source of the token for <see cref="LifecycleHandler"/>. The caller disposes it.</returns>
    public static CancellationTokenSource Start(TimeSpan remaining, TimeProvider time, TimeSpan? margin = null)
    {
        var reserved = margin ?? DefaultMargin;
        remaining = TimeSpan.FromTicks(Math.Clamp(remaining.Ticks, 0, LongestInvocation.Ticks));
        // If the deadline is near, half of the time stays for the work.
        return new CancellationTokenSource(remaining > 2 * reserved ? remaining - reserved : remaining / 2, time);
    }
}
