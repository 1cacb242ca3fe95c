using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Events;

/// <summary>From JSON to a valid <see cref="LifecycleEvent"/>.</summary>
internal static class LifecycleEventReader
{
    /// <summary>What a DynamoDB partition key may hold, in bytes; no field of an event comes near it.</summary>
    private const int MaxStringBytes = 2048;

    /// <summary>Reads and validates an event. Unknown fields are ignored.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="latestTimestamp">The highest timestamp accepted, in ms since the Unix epoch: an event stamped further in the
    /// future would block every later one.</param>
    /// <exception cref="InvalidLifecycleEventException">It is not a lifecycle event; the message names the field.</exception>
    internal static LifecycleEvent Read(JsonElement json, long latestTimestamp) => new()
    {
        ClientId = Required(json, "clientId"),
        Timestamp = NotAfter(latestTimestamp, Number(json, "timestamp")),
        EventType = LifecycleEventTypes.Parse(Required(json, "eventType"))
            ?? throw new InvalidLifecycleEventException("eventType", "is neither connected nor disconnected"),
        VersionNumber = Number(json, "versionNumber"),
        SessionIdentifier = Optional(json, "sessionIdentifier"),
        PrincipalIdentifier = Optional(json, "principalIdentifier"),
        ThingName = Optional(json, "thingName"),
        IpAddress = Optional(json, "ipAddress"),
        ClientInitiatedDisconnect = json.Field("clientInitiatedDisconnect")?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        },
        DisconnectReason = Optional(json, "disconnectReason"),
    };

    private static string Required(JsonElement json, string field)
    {
        if (json.Field(field) is { ValueKind: not JsonValueKind.String })
        {
            throw new InvalidLifecycleEventException(field, "is not a string");
        }

        return Optional(json, field) ?? throw new InvalidLifecycleEventException(field, "is missing or empty");
    }

    // Presence must not depend on a field that it does not need: empty counts as absent, and so does anything but a string.
    private static string? Optional(JsonElement json, string field) =>
        json.Text(field) switch
        {
            null or "" => null,
            var text when Encoding.UTF8.GetByteCount(text) > MaxStringBytes =>
                throw new InvalidLifecycleEventException(field, $"is longer than {MaxStringBytes} bytes"),
            var text => text,
        };

    private static long Number(JsonElement json, string field) => json.Field(field) switch
    {
        null => throw new InvalidLifecycleEventException(field, "is missing"),
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) =>
            number >= 0 ? number : throw new InvalidLifecycleEventException(field, "is negative"),
        _ => throw new InvalidLifecycleEventException(field, "is not a whole number"),
    };

    private static long NotAfter(long latest, long timestamp) =>
        timestamp > latest
            ? throw new InvalidLifecycleEventException("timestamp", "is further in the future than the timestamp tolerance")
            : timestamp;
}
