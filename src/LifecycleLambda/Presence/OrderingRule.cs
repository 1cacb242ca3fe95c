using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>
/// The conditions for an event to be newer than the stored state (docs/design.md, "The ordering rule"). Version numbers order events that
/// are close in time; timestamps order events that are far apart. <em>Close</em> means within the timestamp tolerance. DynamoDB evaluates
/// the condition together with the write, so that no other writer can come between, whatever the number and the order of the writers.
/// </summary>
internal static class OrderingRule
{
    // 1. Nothing is stored: the client is new, or its item was provisioned before the client first connected.
    private const string NothingStored = $"attribute_not_exists({VersionNumber})";

    // 2. The stored state is older by more than the tolerance, whatever the versions are. Without this part, a device that comes back
    //    after a reset (version 0) stays offline until its counter catches up.
    private const string StoredIsLongBefore = $"#{Timestamp} < :timestampMinusTolerance";

    // 3. Versions decide only within the tolerance. Without the bound, an event from before a reset (version 131) that is
    //    replayed hours later overrides the current state.
    private const string StoredIsNotLongAfter = $"#{Timestamp} <= :timestampPlusTolerance";

    // 3a. The event belongs to a later session.
    private const string StoredVersionIsLower = $"{VersionNumber} < :versionNumber";

    // 3b. The event ends the stored session: a disconnect has the version of its connect. The operator isn't <=, because that would let
    //     a late connect revive a closed session.
    private const string StoredIsItsConnect = $"{VersionNumber} = :versionNumber AND {EventType} = :connected";

    /// <summary>The condition for a connect.</summary>
    internal const string ConnectedIsNewer =
        $"{NothingStored} OR {StoredIsLongBefore} OR ({StoredIsNotLongAfter} AND {StoredVersionIsLower})";

    /// <summary>The condition for a disconnect: that for a connect, and 3b.</summary>
    internal const string DisconnectedIsNewer =
        $"{NothingStored} OR {StoredIsLongBefore} OR ({StoredIsNotLongAfter} AND ({StoredVersionIsLower} OR ({StoredIsItsConnect})))";

    internal static string IsNewer(LifecycleEventType type) =>
        type is LifecycleEventType.Connected ? ConnectedIsNewer : DisconnectedIsNewer;
}
