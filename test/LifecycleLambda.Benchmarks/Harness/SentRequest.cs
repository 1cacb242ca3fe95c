using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>What a candidate sent to DynamoDB.</summary>
/// <param name="Operation">The header <c>X-Amz-Target</c>.</param>
/// <param name="Authorization">The signature.</param>
/// <param name="Body">In JSON.</param>
internal sealed record SentRequest(string Operation, string Authorization, byte[] Body)
{
    internal const string TableName = "presence";

    private static readonly Settings Settings = Settings.Read(
        variable => variable switch { "PRESENCE_TABLE_NAME" => TableName, "AWS_REGION" => "us-east-1", _ => null });

    /// <summary>Holds it against the function's own write, whose clauses may stand in any order.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    internal string? Check(LifecycleEvent lifecycleEvent)
    {
        if (Operation is not "DynamoDB_20120810.UpdateItem" || !Authorization.StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal))
        {
            return $"its request is no signed UpdateItem, but '{Operation}' with the authorization '{Authorization}'";
        }

        using var own = UpdateItemRequestMarshaller.Instance.Marshall(PresenceUpdate.For(lifecycleEvent, Settings)).ContentStream;
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
        request["UpdateExpression"] = string.Join(" | ", clauses.Select(clause => string.Join(", ", clause.Split(", ").Order(StringComparer.Ordinal))));
        return request;
    }
}
