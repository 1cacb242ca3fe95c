using System.Text.Json;

namespace LifecycleLambda.Events;

/// <summary>Reads fields from untrusted JSON. Errors name the field but never include its value.</summary>
internal static class JsonPayload
{
    /// <summary>The name that errors use for the payload as a whole.</summary>
    internal const string PayloadField = "payload";

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="InvalidLifecycleEventException">The payload is not a JSON object.</exception>
    internal static JsonElement Parse(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return JsonElement.Parse(utf8Json).AsObject();
        }
        catch (JsonException exception)
        {
            // Don't reuse the parser's message: it can quote the payload. Its positions are zero-based.
            throw new InvalidLifecycleEventException(
                PayloadField, $"is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})");
        }
    }

    /// <summary>Returns the JSON itself.</summary>
    /// <exception cref="InvalidLifecycleEventException">The JSON isn't an object.</exception>
    internal static JsonElement AsObject(this JsonElement json) =>
        json.ValueKind is JsonValueKind.Object ? json : throw new InvalidLifecycleEventException(PayloadField, "is not a JSON object");

    /// <summary>Finds a field, whatever its value.</summary>
    /// <exception cref="InvalidLifecycleEventException">A field's name is not Unicode.</exception>
    internal static bool TryField(this JsonElement json, string name, out JsonElement value)
    {
        value = default;
        try
        {
            return json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            throw new InvalidLifecycleEventException(PayloadField, "holds a property name that is not valid Unicode");
        }
    }

    /// <summary>Returns a field's value, or <see langword="null"/> if the field is absent or JSON's null.</summary>
    /// <exception cref="InvalidLifecycleEventException">A field's name is not Unicode.</exception>
    internal static JsonElement? Field(this JsonElement json, string name) =>
        json.TryField(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>Returns whether every field with this name has this text. JSON can repeat a name, and the other methods read only the last
    /// field that has it.</summary>
    /// <exception cref="InvalidLifecycleEventException">A field's name or the text is not Unicode.</exception>
    internal static bool HasOnly(this JsonElement json, string name, string text)
    {
        try
        {
            return json.EnumerateObject().Where(field => field.NameEquals(name))
                .All(field => field.Value.ValueKind is JsonValueKind.String && field.Value.ValueEquals(text));
        }
        catch (InvalidOperationException)
        {
            throw new InvalidLifecycleEventException(PayloadField, "holds a name or a text that is not valid Unicode");
        }
    }

    /// <summary>Returns a field's text, or <see langword="null"/> if the field is absent or not a string.</summary>
    /// <exception cref="InvalidLifecycleEventException">The text is not Unicode.</exception>
    internal static string? Text(this JsonElement json, string name)
    {
        try
        {
            return json.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidLifecycleEventException(name, "is not valid Unicode");
        }
    }
}
