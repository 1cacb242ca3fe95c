namespace LifecycleLambda;

/// <summary>
/// When an invocation is given up: shortly before Lambda ends it, so that the failure is reported and logged. Every host has this rule.
/// </summary>
public static class InvocationDeadline
{
    /// <summary>What a native program needs to report a failure, at any share of a processor.</summary>
    public static readonly TimeSpan DefaultMargin = TimeSpan.FromMilliseconds(500);

    // No invocation lasts longer, and a timer takes no more than some weeks.
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    /// <summary>Starts the clock of an invocation.</summary>
    /// <param name="remaining">The time until Lambda ends it; nothing is left of a negative one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="margin">How long before Lambda ends it; <see cref="DefaultMargin"/> unless given.</param>
    /// <returns>The source of the token for <see cref="LifecycleHandler"/>; the caller's to dispose of.</returns>
    public static CancellationTokenSource Start(TimeSpan remaining, TimeProvider time, TimeSpan? margin = null)
    {
        var kept = margin ?? DefaultMargin;
        var bounded = TimeSpan.FromTicks(Math.Clamp(remaining.Ticks, 0, LongestInvocation.Ticks));
        // A short deadline keeps half of its time for the work.
        var budget = bounded > 2 * kept ? bounded - kept : bounded / 2;
        return new CancellationTokenSource(budget, time);
    }
}
