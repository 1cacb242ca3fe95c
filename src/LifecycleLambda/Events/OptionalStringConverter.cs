using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>
/// Reads an optional field: empty counts as absent, and so does anything but a string. Presence must not
/// depend on a field that it does not need.
/// </summary>
internal sealed class OptionalStringConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            return reader.GetString() is { Length: > 0 } text ? text : null;
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
