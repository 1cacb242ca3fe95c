using System.Text.Json;

namespace LifecycleLambda.DynamoDb;

/// <summary>Reads an item in DynamoDB's JSON: <c>{"versionNumber":{"N":"7"}}</c>.</summary>
internal static class StoredItem
{
    /// <summary>The value of a string; <see langword="null"/> where the attribute is absent or of another type.</summary>
    internal static string? S(this JsonElement item, string attribute) => Value(item, attribute, "S"u8);

    /// <summary>The value of a number, as text; <see langword="null"/> where the attribute is absent or of another type.</summary>
    internal static string? N(this JsonElement item, string attribute) => Value(item, attribute, "N"u8);

    private static string? Value(JsonElement item, string attribute, ReadOnlySpan<byte> type) =>
        item.TryGetProperty(attribute, out var typed) && typed.TryGetProperty(type, out var value) ? value.GetString() : null;
}
