using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Payloads;

/// <summary>
/// Reads the DynamoDB stream record of a disconnect, as EventBridge Pipes sends it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html).
/// </summary>
internal static class StreamRecord
{
    /// <exception cref="InvalidLifecycleEventException">The record isn't that of a disconnect.</exception>
    internal static StoredDisconnect ReadDisconnect(JsonElement record)
    {
        var image = record.Field("dynamodb")?.Field("NewImage")
            ?? throw Invalid("", "is missing; a deleted item cannot be confirmed offline");
        if (Text(image, PresenceAttributes.ClientId) is not { Length: > 0 } clientId)
        {
            throw Invalid(".clientId", "is missing or empty");
        }

        return Text(image, PresenceAttributes.EventType) is AwsEventType.Disconnected
            ? new StoredDisconnect(
                clientId,
                Number(image, PresenceAttributes.Timestamp),
                Number(image, PresenceAttributes.VersionNumber, least: PresenceAttributes.RepairedVersion))
            : throw Invalid(".eventType", "is not disconnected");
    }

    private static string? Text(JsonElement image, string attribute) => image.Field(attribute)?.Text("S");

    private static long Number(JsonElement image, string attribute, long least = 0) =>
        WholeNumber.TryParse(image.Field(attribute)?.Text("N") ?? "", out var number) && number >= least
            ? number
            : throw Invalid($".{attribute}", "is not a whole number");

    private static InvalidLifecycleEventException Invalid(string attribute, string problem) =>
        new($"dynamodb.NewImage{attribute}", problem);
}
