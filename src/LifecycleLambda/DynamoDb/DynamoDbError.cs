using System.Text.Json;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// The body of an error
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
/// </summary>
/// <param name="Code">Absent where the body is not DynamoDB's, such as a gateway's page.</param>
/// <param name="Item">The stored item, in the refusal of a conditional write that asked for it.</param>
internal readonly record struct DynamoDbError(string? Code, JsonElement? Item)
{
    internal static DynamoDbError Parse(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            var body = JsonElement.Parse(utf8Json);
            return body.ValueKind is JsonValueKind.Object
                ? new(CodeOf(body), body.TryGetProperty("Item"u8, out var item) && item.ValueKind is JsonValueKind.Object ? item : null)
                : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // "com.amazonaws.dynamodb.v20120810#ThrottlingException"
    private static string? CodeOf(JsonElement body) =>
        body.TryGetProperty("__type"u8, out var type) && type.ValueKind is JsonValueKind.String && type.GetString() is { } text
            ? text[(text.IndexOf('#', StringComparison.Ordinal) + 1)..]
            : null;
}
