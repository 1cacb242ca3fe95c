using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>Creates an event's conditional write.</summary>
internal static class ConditionalWrite
{
    private const long ToleranceMs = 900_000;

    private static readonly string[] Attributes =
    [
        "eventType", "versionNumber", "sessionIdentifier", "principalIdentifier", "thingName", "ipAddress",
        "disconnectReason", "clientInitiatedDisconnect",
    ];

    internal static UpdateItemRequest Create(JsonElement json, string table)
    {
        var connects = json.GetProperty("eventType").ValueEquals("connected"u8);
        var timestamp = json.GetProperty("timestamp").GetInt64();
        var set = new StringBuilder($"SET #timestamp = :timestamp, {(connects ? "connectedAt" : "disconnectedAt")} = :timestamp");
        var remove = new StringBuilder(" REMOVE offlineConfirmedAt, expiresAt");
        var values = new Dictionary<string, AttributeValue>
        {
            [":timestamp"] = new() { N = $"{timestamp}" },
            [":timestampMinusTolerance"] = new() { N = $"{timestamp - ToleranceMs}" },
            [":timestampPlusTolerance"] = new() { N = $"{timestamp + ToleranceMs}" },
        };
        foreach (var attribute in Attributes)
        {
            if (json.TryGetProperty(attribute, out var value))
            {
                set.Append($", {attribute} = :{attribute}");
                values[":" + attribute] = ToAttribute(value);
            }
            else if (attribute is not "ipAddress")
            {
                remove.Append(", ").Append(attribute);
            }
        }

        if (!connects)
        {
            values[":connected"] = new("connected");
        }

        return new()
        {
            TableName = table,
            Key = new() { ["clientId"] = new(json.GetProperty("clientId").GetString()) },
            UpdateExpression = set.Append(remove).ToString(),
            ConditionExpression = connects ? OrderingRule.ConnectedIsNewer : OrderingRule.DisconnectedIsNewer,
            ExpressionAttributeNames = new() { ["#timestamp"] = "timestamp" },
            ExpressionAttributeValues = values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
    }

    private static AttributeValue ToAttribute(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(value.GetString()),
        JsonValueKind.Number => new() { N = value.GetRawText() },
        _ => new() { BOOL = value.GetBoolean() },
    };
}
