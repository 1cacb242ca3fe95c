using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A request that a candidate sent to DynamoDB, and the time that DynamoDB took for it.</summary>
internal sealed record SentRequest(string Operation, string Authorization, byte[] Body, TimeSpan Duration)
{
    internal const string TableName = "presence";

    private static readonly Settings Settings = Settings.Read(
        variable => variable switch { "PRESENCE_TABLE_NAME" => TableName, "AWS_REGION" => "us-east-1", _ => null });

    internal string ClientId => $"{JsonNode.Parse(Body)?["Key"]?["clientId"]?["S"]}";

    /// <summary>Compares the request with the function's write, whose clauses may be in any order.</summary>
    /// <returns>The first difference, or null.</returns>
    internal string? Check(LifecycleEvent lifecycleEvent)
    {
        if (Operation is not "DynamoDB_20120810.UpdateItem" || !Authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            return $"its request isn't a signed UpdateItem, but '{Operation}' with the authorization '{Authorization}'";
        }

        using var own = UpdateItemRequestMarshaller.Instance.Marshall(PresenceUpdate.CreateRequest(lifecycleEvent, Settings)).ContentStream;
        var (sent, expected) = (Read(JsonNode.Parse(Body)), Read(JsonNode.Parse(own)));
        return sent.Select(field => field.Key).Union(expected.Select(field => field.Key))
            .Where(field => !JsonNode.DeepEquals(sent[field], expected[field]))
            .Select(field => $"its {field} is {sent[field]}, not {expected[field]}")
            .FirstOrDefault();
    }

    private static JsonObject Read(JsonNode? json)
    {
        var request = json!.AsObject();
        var clauses = $"{request["UpdateExpression"]}".Replace("SET ", "", StringComparison.Ordinal).Split(" REMOVE ");
        var sorted = clauses.Select(clause => string.Join(", ", clause.Split(", ").Order(StringComparer.Ordinal)));
        request["UpdateExpression"] = string.Join(" | ", sorted);
        return request;
    }
}
