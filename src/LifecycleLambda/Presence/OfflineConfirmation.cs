using LifecycleLambda.DynamoDb;
using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>
/// The conditional write that confirms a disconnect: only if the item still shows it, and once (DESIGN section 6). Verifying and
/// writing are one request, so a client that comes back in between is never confirmed offline.
/// </summary>
internal static class OfflineConfirmation
{
    private const string StillAwayAndNotConfirmed =
        "versionNumber = :versionNumber AND #timestamp = :timestamp AND eventType = :disconnected AND attribute_not_exists(offlineConfirmedAt)";

    /// <param name="disconnect">The disconnect as it was stored.</param>
    /// <param name="tableName">The table.</param>
    /// <param name="confirmedAt">Now, in ms since the Unix epoch.</param>
    internal static UpdateItem For(LifecycleEvent disconnect, string tableName, long confirmedAt) => new()
    {
        TableName = tableName,
        Key = (ClientId, disconnect.ClientId),
        UpdateExpression = "SET offlineConfirmedAt = :confirmedAt",
        ConditionExpression = StillAwayAndNotConfirmed,
        Name = PresenceUpdate.TimestampName,
        Values =
        [
            new(":confirmedAt", new(confirmedAt)),
            new(":versionNumber", new(disconnect.VersionNumber)),
            new(":timestamp", new(disconnect.Timestamp)),
            new(":disconnected", new(LifecycleEventTypes.Disconnected)),
        ],
    };
}
