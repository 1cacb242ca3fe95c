using System.Buffers;
using System.Text.Json;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// A conditional write of one item
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
/// </summary>
internal sealed record UpdateItem
{
    /// <summary>What the key and most values take; longer ones make the buffer grow.</summary>
    private const int TypicalBytes = 2048;

    internal required string TableName { get; init; }

    /// <summary>The one attribute of the partition key, a string.</summary>
    internal required (string Attribute, string Value) Key { get; init; }

    internal required string UpdateExpression { get; init; }

    internal required string ConditionExpression { get; init; }

    /// <summary>Stands for an attribute whose name is one of DynamoDB's reserved words.</summary>
    internal required (string Placeholder, string Attribute) Name { get; init; }

    internal required IReadOnlyList<KeyValuePair<string, AttributeValue>> Values { get; init; }

    /// <summary>Whether a refusal brings the stored item along, at no extra request.</summary>
    internal bool ReturnsStoredItemOnRefusal { get; init; }

    /// <summary>The body of the request, in UTF-8.</summary>
    internal ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(TypicalBytes);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("TableName"u8, TableName);
        json.WriteStartObject("Key"u8);
        Write(json, Key.Attribute, new AttributeValue(Key.Value));
        json.WriteEndObject();
        json.WriteString("UpdateExpression"u8, UpdateExpression);
        json.WriteString("ConditionExpression"u8, ConditionExpression);
        json.WriteStartObject("ExpressionAttributeNames"u8);
        json.WriteString(Name.Placeholder, Name.Attribute);
        json.WriteEndObject();
        json.WriteStartObject("ExpressionAttributeValues"u8);
        foreach (var (placeholder, value) in Values)
        {
            Write(json, placeholder, value);
        }

        json.WriteEndObject();
        if (ReturnsStoredItemOnRefusal)
        {
            json.WriteString("ReturnValuesOnConditionCheckFailure"u8, "ALL_OLD"u8);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, string name, AttributeValue value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
