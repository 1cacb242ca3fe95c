using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>A lifecycle event and the one conditional write that it becomes.</summary>
internal sealed record Event(
    string ClientId,
    string EventType,
    long Timestamp,
    long VersionNumber,
    string? SessionIdentifier,
    string? PrincipalIdentifier,
    string? ThingName,
    string? IpAddress,
    string? DisconnectReason,
    bool? ClientInitiatedDisconnect)
{
    private const long ToleranceMs = 900_000;

    private const string IsNewer = "attribute_not_exists(versionNumber) OR #timestamp < :timestampMinusTolerance" +
        " OR (#timestamp <= :timestampPlusTolerance AND ";

    private const string ConnectedIsNewer = IsNewer + "versionNumber < :versionNumber)";

    private const string DisconnectedIsNewer =
        IsNewer + "(versionNumber < :versionNumber OR (versionNumber = :versionNumber AND eventType = :connected)))";

    internal UpdateItemRequest ToUpdate(string table)
    {
        var connects = EventType is "connected";
        var set = new StringBuilder("SET #timestamp = :timestamp", 512);
        var remove = new StringBuilder(" REMOVE offlineConfirmedAt, expiresAt", 256);
        var values = new Dictionary<string, AttributeValue>
        {
            [":timestamp"] = Number(Timestamp),
            [":timestampMinusTolerance"] = Number(Timestamp - ToleranceMs),
            [":timestampPlusTolerance"] = Number(Timestamp + ToleranceMs),
        };
        Put("versionNumber", Number(VersionNumber));
        Put("eventType", new(EventType));
        Put("sessionIdentifier", Text(SessionIdentifier));
        Put("principalIdentifier", Text(PrincipalIdentifier));
        Put("thingName", Text(ThingName));
        Put("disconnectReason", connects ? null : Text(DisconnectReason));
        Put("clientInitiatedDisconnect", !connects && ClientInitiatedDisconnect is { } asked ? new() { BOOL = asked } : null);
        if (connects)
        {
            set.Append(", connectedAt = :timestamp");
            if (Text(IpAddress) is { } address)
            {
                Put("ipAddress", address);
            }
        }
        else
        {
            set.Append(", disconnectedAt = :timestamp");
            values[":connected"] = new("connected");
        }

        return new()
        {
            TableName = table,
            Key = new() { ["clientId"] = new(ClientId) },
            UpdateExpression = set.Append(remove).ToString(),
            ConditionExpression = connects ? ConnectedIsNewer : DisconnectedIsNewer,
            ExpressionAttributeNames = new() { ["#timestamp"] = "timestamp" },
            ExpressionAttributeValues = values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

        void Put(string attribute, AttributeValue? value)
        {
            if (value is null)
            {
                remove.Append(", ").Append(attribute);
                return;
            }

            var placeholder = ":" + attribute;
            set.Append(", ").Append(attribute).Append(" = ").Append(placeholder);
            values[placeholder] = value;
        }
    }

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static AttributeValue? Text(string? value) => value is { Length: > 0 } ? new(value) : null;
}
