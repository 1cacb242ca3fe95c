using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Events;

/// <summary>Reads a <see cref="LifecycleEvent"/> from JSON and validates it.</summary>
internal static class LifecycleEventReader
{
    /// <summary>The field that each IoT rule adds to what it forwards: the type of the rule's events.</summary>
    internal const string Rule = "rule";

    // The maximum size of a DynamoDB partition key. Real values are far shorter.
    private const int MaxStringBytes = 2048;

    /// <summary>2015-01-01, which is before AWS IoT Core's first event. A time in seconds, read as milliseconds, is in 1970.</summary>
    internal const long EarliestTimestamp = 1_420_070_400_000;

    /// <summary>Reads and validates an event. Unknown fields are ignored.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="latestTimestamp">The highest timestamp accepted, in ms since the Unix epoch. An event stamped further in the future
    /// would block every later event.</param>
    /// <exception cref="InvalidLifecycleEventException">The JSON isn't a lifecycle event; the message names the field.</exception>
    internal static LifecycleEvent Read(JsonElement json, long latestTimestamp)
    {
        var lifecycleEvent = ReadFields(json, latestTimestamp);
        if (lifecycleEvent.Timestamp < EarliestTimestamp)
        {
            throw new InvalidLifecycleEventException("timestamp", "is not in milliseconds: it lies before 2015");
        }

        // A device can publish the field a second time. An event without the field was invoked by hand, or is from an older stack.
        return json.HasOnly(Rule, lifecycleEvent.EventType.ToAwsName())
            ? lifecycleEvent
            : throw new InvalidLifecycleEventException(Rule, "is not the event's type");
    }

    private static LifecycleEvent ReadFields(JsonElement json, long latestTimestamp) => new()
    {
        ClientId = Required(json, "clientId"),
        Timestamp = NotAfter(latestTimestamp, Number(json, "timestamp")),
        EventType = AwsEventType.Parse(Required(json, "eventType"))
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

        return json.Text(field) switch
        {
            null or "" => throw new InvalidLifecycleEventException(field, "is missing or empty"),
            var text when IsTooLong(text) => throw new InvalidLifecycleEventException(field, $"is longer than {MaxStringBytes} bytes"),
            var text => text,
        };
    }

    // A bad optional field must not reject the event, because presence doesn't depend on it. So anything but a string of a usable length
    // counts as absent.
    private static string? Optional(JsonElement json, string field)
    {
        try
        {
            return json.Text(field) is { Length: > 0 } text && !IsTooLong(text) ? text : null;
        }
        catch (InvalidLifecycleEventException exception) when (exception.Field == field)
        {
            // The text is not valid Unicode.
            return null;
        }
    }

    private static bool IsTooLong(string text) => Encoding.UTF8.GetByteCount(text) > MaxStringBytes;

    private static long Number(JsonElement json, string field) => json.Field(field) switch
    {
        null => throw new InvalidLifecycleEventException(field, "is missing"),
        { ValueKind: JsonValueKind.Number } value
            when value.TryGetInt64(out var number) || WholeNumber.TryParse(value.GetRawText(), out number) =>
            number >= 0 ? number : throw new InvalidLifecycleEventException(field, "is negative"),
        _ => throw new InvalidLifecycleEventException(field, "is not a whole number"),
    };

    private static long NotAfter(long latest, long timestamp) =>
        timestamp > latest
            ? throw new InvalidLifecycleEventException("timestamp", "is further in the future than the timestamp tolerance")
            : timestamp;
}
