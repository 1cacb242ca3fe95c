using System.Text.Json;

namespace LifecycleLambda.Events;

/// <summary>Reads fields of JSON that may be anything, with errors that name the field and never echo a value.</summary>
internal static class JsonPayload
{
    /// <summary>What an error names where it is about the whole.</summary>
    internal const string Whole = "payload";

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="InvalidLifecycleEventException">It is none.</exception>
    internal static JsonElement Parse(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return JsonElement.Parse(utf8Json).AsObject();
        }
        catch (JsonException exception)
        {
            // The parser's message can quote the payload. It counts from 0, people from 1.
            throw new InvalidLifecycleEventException(
                Whole, $"is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})");
        }
    }

    /// <summary>Returns the JSON itself.</summary>
    /// <exception cref="InvalidLifecycleEventException">The JSON isn't an object.</exception>
    internal static JsonElement AsObject(this JsonElement json) =>
        json.ValueKind is JsonValueKind.Object ? json : throw new InvalidLifecycleEventException(Whole, "is not a JSON object");

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
            throw new InvalidLifecycleEventException(Whole, "holds a property name that is not valid Unicode");
        }
    }

    /// <summary>A field's value; <see langword="null"/> where the field is absent or JSON's null.</summary>
    /// <exception cref="InvalidLifecycleEventException">A field's name is not Unicode.</exception>
    internal static JsonElement? Field(this JsonElement json, string name) =>
        json.TryField(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>A field's text; <see langword="null"/> where the field is absent or not a string.</summary>
    /// <exception cref="InvalidLifecycleEventException">It is not Unicode.</exception>
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
