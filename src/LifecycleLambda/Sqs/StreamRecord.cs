using System.Globalization;
using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Sqs;

/// <summary>A stream record of a disconnect: the disconnect to confirm.</summary>
internal static class StreamRecord
{
    /// <exception cref="InvalidLifecycleEventException">It is not a record of a disconnect.</exception>
    internal static LifecycleEvent ReadDisconnect(ReadOnlySpan<byte> body)
    {
        var image = Image(body) ?? throw Wrong("", "is missing: only an item that is there can be confirmed");
        return new LifecycleEvent
        {
            ClientId = image.ClientId?.S is { Length: > 0 } id ? id : throw Wrong(".clientId", "is missing or empty"),
            EventType = image.EventType?.S is LifecycleEventTypes.Disconnected
                ? LifecycleEventType.Disconnected
                : throw Wrong(".eventType", "is not disconnected"),
            Timestamp = Number(".timestamp", image.Timestamp),
            VersionNumber = Number(".versionNumber", image.VersionNumber),
        };
    }

    private static StreamRecordPayload.Image? Image(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, LifecycleJsonContext.Default.StreamRecordPayload)!.Dynamodb?.NewImage;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidLifecycleEventException("dynamodb", "is not a stream record");
        }
    }

    private static long Number(string attribute, StreamRecordPayload.Value? value) =>
        long.TryParse(value?.N, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(attribute, "is not a whole number");

    private static InvalidLifecycleEventException Wrong(string attribute, string problem) =>
        new($"dynamodb.NewImage{attribute}", problem);
}
