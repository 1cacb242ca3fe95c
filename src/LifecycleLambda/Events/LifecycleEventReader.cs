using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Events;

/// <summary>From bytes to a valid <see cref="LifecycleEvent"/>.</summary>
internal static class LifecycleEventReader
{
    /// <summary>What a DynamoDB partition key may hold, in bytes; no field of an event comes near it.</summary>
    private const int MaxStringBytes = 2048;

    private const string Payload = "payload";

    /// <summary>What it means that the serializer stumbles over a field.</summary>
    private static readonly (string Field, string Problem)[] Problems =
    [
        ("clientId", "is not a string"),
        ("eventType", "is not a string"),
        ("timestamp", "is not a whole number"),
        ("versionNumber", "is not a whole number"),
        ("sessionIdentifier", "is not valid JSON"),
        ("principalIdentifier", "is not valid JSON"),
        ("thingName", "is not valid JSON"),
        ("ipAddress", "is not valid JSON"),
        ("clientInitiatedDisconnect", "is not valid JSON"),
        ("disconnectReason", "is not valid JSON"),
    ];

    /// <summary>Reads and validates an event.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <param name="latestTimestamp">The highest timestamp accepted, in ms since the Unix epoch: an event stamped further in the
    /// future would block every later one.</param>
    /// <exception cref="InvalidLifecycleEventException">It is not a lifecycle event; the message names the field.</exception>
    internal static LifecycleEvent Read(ReadOnlySpan<byte> utf8Json, long latestTimestamp)
    {
        var payload = Deserialize(utf8Json);
        return new LifecycleEvent
        {
            ClientId = Bounded("clientId", Required("clientId", payload.ClientId)),
            Timestamp = NotAfter(latestTimestamp, Number("timestamp", payload.Timestamp)),
            EventType = Type(Required("eventType", payload.EventType)),
            VersionNumber = Number("versionNumber", payload.VersionNumber),
            SessionIdentifier = Bounded("sessionIdentifier", payload.SessionIdentifier),
            PrincipalIdentifier = Bounded("principalIdentifier", payload.PrincipalIdentifier),
            ThingName = Bounded("thingName", payload.ThingName),
            IpAddress = Bounded("ipAddress", payload.IpAddress),
            ClientInitiatedDisconnect = payload.ClientInitiatedDisconnect,
            DisconnectReason = Bounded("disconnectReason", payload.DisconnectReason),
        };
    }

    private static LifecycleEventPayload Deserialize(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8Json, LifecycleJsonContext.Default.LifecycleEventPayload)
                ?? throw new InvalidLifecycleEventException(Payload, "is null, not a JSON object");
        }
        catch (JsonException exception)
        {
            throw Explain(exception);
        }
    }

    // The serializer's message can quote the payload: only the path is taken from it, and only where it is a known field.
    private static InvalidLifecycleEventException Explain(JsonException exception)
    {
        foreach (var (field, problem) in Problems)
        {
            if (exception.Path == $"$.{field}")
            {
                return new(field, problem);
            }
        }

        return exception switch
        {
            { Path: "$", InnerException: null } => new(Payload, "is not a JSON object"),
            { Path: "$", InnerException: InvalidOperationException } => new(Payload, "holds a property name that is not valid Unicode"),
            _ => new(Payload, $"is not valid JSON (line {FromOne(exception.LineNumber)}, byte {FromOne(exception.BytePositionInLine)})"),
        };
    }

    /// <summary>The serializer counts from 0, people from 1.</summary>
    private static long FromOne(long? position) => position.GetValueOrDefault() + 1;

    private static string Required(string field, string? value) =>
        string.IsNullOrEmpty(value) ? throw new InvalidLifecycleEventException(field, "is missing or empty") : value;

    [return: NotNullIfNotNull(nameof(value))]
    private static string? Bounded(string field, string? value) =>
        value is not null && Encoding.UTF8.GetByteCount(value) > MaxStringBytes
            ? throw new InvalidLifecycleEventException(field, $"is longer than {MaxStringBytes} bytes")
            : value;

    private static long Number(string field, long? value) => value switch
    {
        null => throw new InvalidLifecycleEventException(field, "is missing"),
        < 0 => throw new InvalidLifecycleEventException(field, "is negative"),
        { } number => number,
    };

    private static long NotAfter(long latest, long timestamp) =>
        timestamp > latest
            ? throw new InvalidLifecycleEventException("timestamp", "is further in the future than the timestamp tolerance")
            : timestamp;

    private static LifecycleEventType Type(string name) =>
        LifecycleEventTypes.Parse(name)
        ?? throw new InvalidLifecycleEventException("eventType", "is neither connected nor disconnected");
}
