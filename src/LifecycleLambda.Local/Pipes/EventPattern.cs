using System.Text.Json.Nodes;

namespace LifecycleLambda.Local.Pipes;

/// <summary>Matches AWS's event patterns, as far as the template and the documentation use them
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).</summary>
internal static class EventPattern
{
    internal static bool Matches(JsonObject pattern, JsonNode? record) => pattern.All(field => field.Value switch
    {
        JsonObject nested => Matches(nested, record?[field.Key]),
        JsonArray alternatives => alternatives.Any(alternative => MatchesOne(alternative, record?[field.Key])),
        _ => throw new NotSupportedException($"A pattern of {field.Key}"),
    });

    private static bool MatchesOne(JsonNode? alternative, JsonNode? actual) => alternative switch
    {
        null => actual is null,
        JsonValue => JsonNode.DeepEquals(alternative, actual),
        JsonObject { Count: 1 } form when form["prefix"] is JsonValue prefix =>
            actual is JsonValue && $"{actual}".StartsWith($"{prefix}", StringComparison.Ordinal),
        // AWS's `exists` matches values only, never objects. So the patterns name the type inside an attribute, such as `S`.
        JsonObject { Count: 1 } form when form["exists"] is JsonValue exists => exists.GetValue<bool>() == (actual is JsonValue),
        _ => throw new NotSupportedException($"An alternative {alternative.ToJsonString()}"),
    };
}
