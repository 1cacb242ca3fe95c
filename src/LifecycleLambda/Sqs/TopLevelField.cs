using System.Text.Json;

namespace LifecycleLambda.Sqs;

/// <summary>Finds the fields that tell payloads apart, without reading the rest.</summary>
internal static class TopLevelField
{
    /// <summary>Where the value of an object's field is. What is not JSON has no fields: its reader says what is wrong with it.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, out Range value)
    {
        value = default;
        var reader = new Utf8JsonReader(json);
        try
        {
            // Read throws where nothing is left to read.
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                return false;
            }

            for (reader.Read(); reader.TokenType is JsonTokenType.PropertyName; reader.Read())
            {
                var found = reader.ValueTextEquals(name);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (found)
                {
                    value = start..(int)reader.BytesConsumed;
                    return true;
                }
            }

            return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    internal static bool Exists(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) => TryFind(json, name, out _);
}
