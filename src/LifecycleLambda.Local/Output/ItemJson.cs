using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Output;

/// <summary>An item as plain JSON, without DynamoDB's types.</summary>
internal static class ItemJson
{
    internal static JsonObject Of(IEnumerable<KeyValuePair<string, AttributeValue>> item) => new(item
        .OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
        .Select(attribute => KeyValuePair.Create(attribute.Key, ValueOf(attribute.Value))));

    private static JsonNode? ValueOf(AttributeValue value) => value switch
    {
        // Whatever its precision.
        { N: { } number } => JsonNode.Parse(number),
        { BOOL: { } boolean } => boolean,
        _ => value.S,
    };
}
