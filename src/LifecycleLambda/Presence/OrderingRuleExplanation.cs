using LifecycleLambda.Events;

namespace LifecycleLambda.Presence;

/// <summary>Explains which part of the ordering rule rejected an event. DynamoDB decides by <see cref="OrderingRule"/>.</summary>
/// <param name="Rule">The number of the part in <see cref="OrderingRule"/>.</param>
/// <param name="Reason">The reason why the stored state is newer.</param>
internal sealed record OrderingRuleExplanation(string Rule, string Reason)
{
    /// <summary>Compares an event with the state that is stored for its client.</summary>
    /// <param name="stored">The stored state.</param>
    /// <param name="arriving">The state that the event would store.</param>
    /// <param name="tolerance">The timestamp tolerance.</param>
    /// <param name="isDuplicate">True if the stored state is this same event.</param>
    /// <returns><see langword="null"/> if the event is newer than the stored state.</returns>
    internal static OrderingRuleExplanation? Explain(EventState stored, EventState arriving, TimeSpan tolerance, bool isDuplicate)
    {
        if (isDuplicate)
        {
            return new("3b", "the stored state is this same event.");
        }

        var age = arriving.Timestamp - stored.Timestamp;
        if (age < -tolerance.TotalMilliseconds)
        {
            return new("3", $"the stored state is newer by more than {tolerance.TotalSeconds:0} s, so the versions do not count.");
        }

        if (age > tolerance.TotalMilliseconds || arriving.VersionNumber > stored.VersionNumber)
        {
            return null;
        }

        if (arriving.VersionNumber < stored.VersionNumber)
        {
            return new("3a", $"within {tolerance.TotalSeconds:0} s the versions decide, and the stored version is higher.");
        }

        return (stored.EventType, arriving.EventType) is (LifecycleEventType.Connected, LifecycleEventType.Disconnected)
            ? null
            : new("3b", "the versions are equal, and only a disconnect after its connect would be newer, "
                + $"not {arriving.EventType.ToAwsName()} after {stored.EventType.ToAwsName()}.");
    }
}
