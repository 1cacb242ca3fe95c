using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>A lifecycle event, read in one pass over the payload and validated.</summary>
internal sealed class Event
{
    private const int MaxClientIdBytes = 2048;

    internal string ClientId { get; private set; } = "";

    internal string EventType { get; private set; } = "";

    internal long Timestamp { get; private set; } = -1;

    internal long VersionNumber { get; private set; } = -1;

    internal string? SessionIdentifier { get; private set; }

    internal string? PrincipalIdentifier { get; private set; }

    internal string? ThingName { get; private set; }

    internal string? IpAddress { get; private set; }

    internal string? DisconnectReason { get; private set; }

    internal bool? ClientInitiatedDisconnect { get; private set; }

    internal bool IsConnect => EventType is "connected";

    internal static Event Parse(byte[] payload)
    {
        var result = new Event();
        try
        {
            var json = new Utf8JsonReader(payload);
            json.Read();
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                result.ReadField(ref json);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("Not a JSON object of a lifecycle event.", exception);
        }

        var latest = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + Table.ToleranceMs;
        return result is { ClientId.Length: > 0, EventType: "connected" or "disconnected", Timestamp: >= 0, VersionNumber: >= 0 }
            && result.Timestamp <= latest
            && Encoding.UTF8.GetByteCount(result.ClientId) <= MaxClientIdBytes
                ? result
                : throw new FormatException("Not a lifecycle event.");
    }

    private void ReadField(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("clientId"u8))
        {
            ClientId = Text(ref json) ?? "";
        }
        else if (json.ValueTextEquals("timestamp"u8))
        {
            Timestamp = Number(ref json);
        }
        else if (json.ValueTextEquals("eventType"u8))
        {
            EventType = Text(ref json) ?? "";
        }
        else if (json.ValueTextEquals("versionNumber"u8))
        {
            VersionNumber = Number(ref json);
        }
        else if (json.ValueTextEquals("sessionIdentifier"u8))
        {
            SessionIdentifier = Text(ref json);
        }
        else if (json.ValueTextEquals("principalIdentifier"u8))
        {
            PrincipalIdentifier = Text(ref json);
        }
        else if (json.ValueTextEquals("thingName"u8))
        {
            ThingName = Text(ref json);
        }
        else if (json.ValueTextEquals("ipAddress"u8))
        {
            IpAddress = Text(ref json);
        }
        else if (json.ValueTextEquals("disconnectReason"u8))
        {
            DisconnectReason = Text(ref json);
        }
        else if (json.ValueTextEquals("clientInitiatedDisconnect"u8))
        {
            json.Read();
            ClientInitiatedDisconnect = json.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => null,
            };
        }
        else
        {
            json.Skip();
        }
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType is JsonTokenType.String && json.GetString() is { Length: > 0 } text ? text : null;
    }

    private static long Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType is JsonTokenType.Number && json.TryGetInt64(out var number) ? number : -1;
    }
}
