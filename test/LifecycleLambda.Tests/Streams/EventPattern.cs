using System.Text.Json.Nodes;

namespace LifecycleLambda.Tests.Streams;

/// <summary>
/// The part of AWS's event patterns that the documented filters use: nested fields, lists of exact values, <c>prefix</c>, <c>exists</c>. Anything
/// else is refused. See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html.
/// </summary>
internal static class EventPattern
{
    /// <summary>Whether a record matches: every field that the pattern names does.</summary>
    /// <exception cref="NotSupportedException">The pattern uses what this matcher does not know.</exception>
    internal static bool Matches(JsonObject pattern, JsonNode? record)
    {
        var matches = true;
        foreach (var (field, expected) in pattern)
        {
            var actual = (record as JsonObject)?[field];
            // Not short-circuited: a form that is not known is refused whatever the record.
            matches &= expected switch
            {
                JsonObject nested when !field.StartsWith('$') => Matches(nested, actual),
                JsonArray { Count: > 0 } alternatives when !field.StartsWith('$') => MatchesAny(alternatives, actual),
                _ => throw new NotSupportedException($"A pattern of {field}: {expected?.ToJsonString()}"),
            };
        }

        return matches;
    }

    private static bool MatchesAny(JsonArray alternatives, JsonNode? actual)
    {
        var matches = false;
        foreach (var alternative in alternatives)
        {
            matches |= alternative switch
            {
                null => actual is null,
                JsonValue value => actual is JsonValue && JsonNode.DeepEquals(value, actual),
                JsonObject { Count: 1 } form when form["prefix"] is JsonValue prefix =>
                    actual is JsonValue text && text.ToString().StartsWith(prefix.ToString(), StringComparison.Ordinal),
                JsonObject { Count: 1 } form when form["exists"] is JsonValue exists => exists.GetValue<bool>() == IsLeaf(actual),
                _ => throw new NotSupportedException($"An alternative {alternative?.ToJsonString() ?? "null"}"),
            };
        }

        return matches;
    }

    // AWS looks for leaves only: an object does not exist, which is why the patterns name the type inside of an attribute.
    private static bool IsLeaf(JsonNode? node) => node is JsonValue;
}
