using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>
/// The conditional write that confirms a disconnect once, and only if the item still shows it. Verifying and writing are one request, so
/// that a client that comes back in between is never confirmed offline.
/// </summary>
internal static class OfflineConfirmation
{
    private const string StillAwayAndNotConfirmed =
        $"{VersionNumber} = :versionNumber AND #{Timestamp} = :timestamp AND {EventType} = :disconnected "
        + $"AND attribute_not_exists({OfflineConfirmedAt})";

    internal static UpdateItemRequest CreateRequest(StoredDisconnect disconnect, string tableName, DateTimeOffset confirmedAt) => new()
    {
        TableName = tableName,
        Key = new() { [ClientId] = new AttributeValue(disconnect.ClientId) },
        UpdateExpression = $"SET {OfflineConfirmedAt} = :confirmedAt",
        ConditionExpression = StillAwayAndNotConfirmed,
        ExpressionAttributeNames = ExpressionNames,
        ExpressionAttributeValues = new()
        {
            [":confirmedAt"] = PresenceUpdate.Number(confirmedAt.ToUnixTimeMilliseconds()),
            [":versionNumber"] = PresenceUpdate.Number(disconnect.VersionNumber),
            [":timestamp"] = PresenceUpdate.Number(disconnect.Timestamp),
            [":disconnected"] = new AttributeValue(AwsEventType.Disconnected),
        },
    };
}
