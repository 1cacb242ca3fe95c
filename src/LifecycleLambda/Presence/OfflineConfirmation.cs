using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>
/// The conditional write that confirms a disconnect: only if the item still shows it, and once. Verifying and
/// writing are one request, so a client that comes back in between is never confirmed offline.
/// </summary>
internal static class OfflineConfirmation
{
    private const string StillAwayAndNotConfirmed =
        "versionNumber = :versionNumber AND #timestamp = :timestamp AND eventType = :disconnected AND attribute_not_exists(offlineConfirmedAt)";

    /// <param name="disconnect">The disconnect as it was stored.</param>
    /// <param name="tableName">The table.</param>
    /// <param name="confirmedAt">Now, in ms since the Unix epoch.</param>
    internal static UpdateItemRequest For(LifecycleEvent disconnect, string tableName, long confirmedAt) => new()
    {
        TableName = tableName,
        Key = new() { [ClientId] = new AttributeValue(disconnect.ClientId) },
        UpdateExpression = "SET offlineConfirmedAt = :confirmedAt",
        ConditionExpression = StillAwayAndNotConfirmed,
        ExpressionAttributeNames = UpdateExpression.Names,
        ExpressionAttributeValues = new()
        {
            [":confirmedAt"] = UpdateExpression.Number(confirmedAt),
            [":versionNumber"] = UpdateExpression.Number(disconnect.VersionNumber),
            [":timestamp"] = UpdateExpression.Number(disconnect.Timestamp),
            [":disconnected"] = new AttributeValue(LifecycleEventTypes.Disconnected),
        },
    };
}
