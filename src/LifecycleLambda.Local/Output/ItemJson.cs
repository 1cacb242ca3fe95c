using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.DocumentModel;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Output;

/// <summary>Converts items to plain JSON, without DynamoDB's types.</summary>
internal static class ItemJson
{
    internal static JsonObject FromItem(PresenceItem item, Func<string, bool>? isShown = null)
    {
        var shown = item.Attributes.Where(attribute => isShown?.Invoke(attribute.Key) ?? true);
        var sorted = shown.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).ToDictionary();
        var json = JsonNode.Parse(Document.FromAttributeMap(sorted).ToJson())!.AsObject();
        if (item.Problem is { } problem)
        {
            json["unreadable"] = problem;
        }

        return json;
    }
}
