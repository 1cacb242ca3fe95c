using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>
/// When an event is newer than the stored state (docs/design.md, "The ordering rule"). Version numbers order events that are close in time,
/// timestamps order events that are far apart; <em>close</em> means within the timestamp tolerance. The condition is evaluated
/// by DynamoDB together with the write, so no two writers can come between, in any number and any order.
/// </summary>
internal static class OrderingRule
{
    // 1. Nothing is stored: a new client, or an item that was provisioned before its client first connected.
    private const string NothingStored = $"attribute_not_exists({VersionNumber})";

    // 2. The stored state is older by more than the tolerance, whatever the versions say. Without it a device that comes back
    //    after a reset (version 0) stays offline until its counter catches up.
    private const string StoredIsLongBefore = $"#{Timestamp} < :timestampMinusTolerance";

    // 3. Versions decide only within the tolerance. Without the bound, an event from before a reset (version 131) that is
    //    replayed hours later overrides the truth.
    private const string StoredIsNotLongAfter = $"#{Timestamp} <= :timestampPlusTolerance";

    // 3a. A later session.
    private const string StoredVersionIsLower = $"{VersionNumber} < :versionNumber";

    // 3b. The end of the stored session: a disconnect carries the version of its connect. Not <=, which would let a late connect
    //     revive a closed session.
    private const string StoredIsItsConnect = $"{VersionNumber} = :versionNumber AND {EventType} = :connected";

    /// <summary>The condition for a connect.</summary>
    internal const string ConnectedIsNewer =
        $"{NothingStored} OR {StoredIsLongBefore} OR ({StoredIsNotLongAfter} AND {StoredVersionIsLower})";

    /// <summary>The condition for a disconnect: the same, and 3b.</summary>
    internal const string DisconnectedIsNewer =
        $"{NothingStored} OR {StoredIsLongBefore} OR ({StoredIsNotLongAfter} AND ({StoredVersionIsLower} OR ({StoredIsItsConnect})))";

    internal static string IsNewer(LifecycleEventType type) =>
        type is LifecycleEventType.Connected ? ConnectedIsNewer : DisconnectedIsNewer;
}
