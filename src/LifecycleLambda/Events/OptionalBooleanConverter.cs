using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>Reads an optional field; what is not a boolean counts as absent, as in <see cref="OptionalStringConverter"/>.</summary>
internal sealed class OptionalBooleanConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.GetBoolean();
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
