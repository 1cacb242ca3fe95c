using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Online;

/// <summary>Which clients are asked for. DynamoDB applies it: what does not match is read and paid for, and does not travel.</summary>
/// <param name="State">The words of the command: online, offline or confirmed offline; none for every client.</param>
/// <param name="Since">Only those whose state began by then.</param>
/// <param name="Prefix">Only clients whose id begins so.</param>
internal sealed record PresenceFilter(string? State, DateTimeOffset? Since = null, string? Prefix = null)
{
    internal const string Online = "online";
    internal const string Offline = "offline";
    internal const string ConfirmedOffline = "confirmed offline";

    /// <summary>The request for one part of the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="attributes">What is returned of an item; nothing asks for the number of matching items alone.</param>
    internal ScanRequest Request(string table, IEnumerable<string>? attributes)
    {
        var request = new ScanRequest { TableName = table };
        var conditions = new List<string>();
        var names = new Dictionary<string, string>();
        if (State is not null)
        {
            Add("eventType = :state", ":state", new AttributeValue(State is Online ? "connected" : "disconnected"));
        }

        if (State is ConfirmedOffline)
        {
            conditions.Add("attribute_exists(offlineConfirmedAt)");
        }

        if (Since is { } since)
        {
            // timestamp is one of DynamoDB's reserved words.
            names["#timestamp"] = "timestamp";
            Add("#timestamp <= :since", ":since", new AttributeValue { N = since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) });
        }

        if (Prefix is not null)
        {
            Add("begins_with(clientId, :prefix)", ":prefix", new AttributeValue(Prefix));
        }

        if (conditions.Count > 0)
        {
            request.FilterExpression = string.Join(" AND ", conditions);
        }

        if (attributes is null)
        {
            request.Select = Select.COUNT;
        }
        else
        {
            request.ProjectionExpression = string.Join(", ", attributes.Select(name => $"#{name}"));
            foreach (var name in attributes)
            {
                names[$"#{name}"] = name;
            }
        }

        request.ExpressionAttributeNames = names.Count > 0 ? names : null;
        return request;

        void Add(string condition, string placeholder, AttributeValue value)
        {
            conditions.Add(condition);
            (request.ExpressionAttributeValues ??= [])[placeholder] = value;
        }
    }
}
