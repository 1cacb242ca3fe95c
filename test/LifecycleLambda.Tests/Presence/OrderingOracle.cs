using LifecycleLambda.Events;

namespace LifecycleLambda.Tests.Presence;

/// <summary>The ordering rule a second time, in plain C#: what the condition expression must decide.</summary>
internal static class OrderingOracle
{
    internal static bool IsNewer(LifecycleEvent? stored, LifecycleEvent candidate, long toleranceMs)
    {
        if (stored is null || stored.Timestamp < candidate.Timestamp - toleranceMs)
        {
            return true;
        }

        if (stored.Timestamp > candidate.Timestamp + toleranceMs)
        {
            return false;
        }

        return stored.VersionNumber < candidate.VersionNumber
            || (stored.VersionNumber == candidate.VersionNumber
                && stored.EventType is LifecycleEventType.Connected
                && candidate.EventType is LifecycleEventType.Disconnected);
    }
}
