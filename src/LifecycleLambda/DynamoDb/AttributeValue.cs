using System.Globalization;
using System.Text.Json;

namespace LifecycleLambda.DynamoDb;

/// <summary>A value of one of the types that the presence table holds: S, N or BOOL.</summary>
internal readonly record struct AttributeValue
{
    private readonly string? _string;
    private readonly long _number;
    private readonly bool? _bool;

    internal AttributeValue(string value) => _string = value;

    internal AttributeValue(long value) => _number = value;

    internal AttributeValue(bool value) => _bool = value;

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (_string is not null)
        {
            json.WriteString("S"u8, _string);
        }
        else if (_bool is { } value)
        {
            json.WriteBoolean("BOOL"u8, value);
        }
        else
        {
            // DynamoDB's numbers travel as text.
            Span<byte> digits = stackalloc byte[20];
            _number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
            json.WriteString("N"u8, digits[..length]);
        }

        json.WriteEndObject();
    }
}
