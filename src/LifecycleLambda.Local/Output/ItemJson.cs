using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Output;

/// <summary>An item as plain JSON, without DynamoDB's types.</summary>
internal static class ItemJson
{
    internal static JsonObject Of(IEnumerable<KeyValuePair<string, AttributeValue>> item)
    {
        var sorted = item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).ToDictionary();
        return JsonNode.Parse(Document.FromAttributeMap(sorted).ToJson())!.AsObject();
    }
}
