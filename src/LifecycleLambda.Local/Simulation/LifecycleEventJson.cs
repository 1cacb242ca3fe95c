using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Writes an event as AWS IoT Core does.</summary>
internal static class LifecycleEventJson
{
    internal static byte[] ToJson(this LifecycleEvent lifecycleEvent)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("clientId", lifecycleEvent.ClientId);
            json.WriteNumber("timestamp", lifecycleEvent.Timestamp);
            json.WriteString("eventType", lifecycleEvent.EventType is LifecycleEventType.Connected ? "connected" : "disconnected");
            if (lifecycleEvent.ClientInitiatedDisconnect is { } asked)
            {
                json.WriteBoolean("clientInitiatedDisconnect", asked);
            }

            WriteOptional(json, "sessionIdentifier", lifecycleEvent.SessionIdentifier);
            WriteOptional(json, "principalIdentifier", lifecycleEvent.PrincipalIdentifier);
            WriteOptional(json, "thingName", lifecycleEvent.ThingName);
            WriteOptional(json, "ipAddress", lifecycleEvent.IpAddress);
            WriteOptional(json, "disconnectReason", lifecycleEvent.DisconnectReason);
            json.WriteNumber("versionNumber", lifecycleEvent.VersionNumber);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string field, string? value)
    {
        if (value is not null)
        {
            json.WriteString(field, value);
        }
    }
}
