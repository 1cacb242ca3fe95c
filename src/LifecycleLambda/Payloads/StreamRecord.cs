using System.Globalization;
using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Payloads;

/// <summary>
/// A DynamoDB stream record of a disconnect, as EventBridge Pipes sends it: the disconnect to confirm
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html).
/// </summary>
internal static class StreamRecord
{
    /// <exception cref="InvalidLifecycleEventException">It is not a record of a disconnect.</exception>
    internal static LifecycleEvent ReadDisconnect(JsonElement record)
    {
        var image = record.Field("dynamodb")?.Field("NewImage") ?? throw Wrong("", "is missing: only an item that is there can be confirmed");
        return new LifecycleEvent
        {
            ClientId = Value(image, "clientId", "S") is { Length: > 0 } id ? id : throw Wrong(".clientId", "is missing or empty"),
            EventType = Value(image, "eventType", "S") is LifecycleEventTypes.Disconnected
                ? LifecycleEventType.Disconnected
                : throw Wrong(".eventType", "is not disconnected"),
            Timestamp = Number(image, "timestamp"),
            VersionNumber = Number(image, "versionNumber"),
        };
    }

    private static string? Value(JsonElement image, string attribute, string type) => image.Field(attribute)?.Text(type);

    private static long Number(JsonElement image, string attribute) =>
        long.TryParse(Value(image, attribute, "N"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong($".{attribute}", "is not a whole number");

    private static InvalidLifecycleEventException Wrong(string attribute, string problem) =>
        new($"dynamodb.NewImage{attribute}", problem);
}
