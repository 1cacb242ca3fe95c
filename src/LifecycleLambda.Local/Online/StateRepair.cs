using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Presence;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Local.Online;

/// <summary>The conditional write that makes an item show AWS IoT's answer, if the item still shows what was read (docs/design.md,
/// "Repair").</summary>
internal static class StateRepair
{
    /// <param name="item">The client's item as it was read, or an item that has only the client's id.</param>
    /// <param name="status">AWS IoT's answer.</param>
    /// <param name="askedAt">The time of the request to AWS IoT. It replaces a time that AWS IoT doesn't report.</param>
    /// <param name="tableName">The table.</param>
    internal static UpdateItemRequest CreateRequest(
        PresenceItem item, ConnectionStatus status, DateTimeOffset askedAt, string tableName)
    {
        var isConnected = status.EventType is LifecycleEventType.Connected;
        var values = new Dictionary<string, AttributeValue>
        {
            [":state"] = new(status.EventType.ToAwsName()),
            [":since"] = PresenceUpdate.Number((status.Since ?? askedAt).ToUnixTimeMilliseconds()),
            [":repaired"] = PresenceUpdate.Number(RepairedVersion),
        };
        List<string> set = [$"{EventType} = :state", $"#{Timestamp} = :since", $"{VersionNumber} = :repaired"];
        set.Add(isConnected ? $"{ConnectedAt} = :since" : $"{DisconnectedAt} = :since");
        List<string> remove = [SessionIdentifier, PrincipalIdentifier, ClientInitiatedDisconnect, OfflineConfirmedAt];
        if (isConnected)
        {
            remove.Add(ExpiresAt);
        }

        if (status.DisconnectReason is { } reason)
        {
            set.Add($"{DisconnectReason} = :reason");
            values.Add(":reason", new(reason));
        }
        else
        {
            remove.Add(DisconnectReason);
        }

        if (status.ThingName is { } thingName)
        {
            set.Add($"{ThingName} = :thingName");
            values.Add(":thingName", new(thingName));
        }

        var conditions = new List<string>();
        foreach (var (attribute, name) in new[] { (EventType, EventType), (Timestamp, $"#{Timestamp}"), (VersionNumber, VersionNumber) })
        {
            if (item.Attributes.TryGetValue(attribute, out var read))
            {
                conditions.Add($"{name} = :read_{attribute}");
                values.Add($":read_{attribute}", read);
            }
            else
            {
                conditions.Add($"attribute_not_exists({name})");
            }
        }

        return new UpdateItemRequest
        {
            TableName = tableName,
            Key = new() { [ClientId] = new(item.ClientId) },
            UpdateExpression = $"SET {string.Join(", ", set)} REMOVE {string.Join(", ", remove)}",
            ConditionExpression = string.Join(" AND ", conditions),
            ExpressionAttributeNames = ExpressionNames,
            ExpressionAttributeValues = values,
        };
    }
}
