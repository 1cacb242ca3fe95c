using LifecycleLambda.Events;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>Creates a fleet's events: connects and disconnects in turn, each of another client.</summary>
internal static class MeasuredEvents
{
    internal static LifecycleEvent Create(int index)
    {
        var connects = index % 2 is 0;
        return new LifecycleEvent
        {
            ClientId = $"thermostat-{index:D6}-7fb2",
            Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            EventType = connects ? LifecycleEventType.Connected : LifecycleEventType.Disconnected,
            VersionNumber = index % 100,
            SessionIdentifier = "a4666d2a7d844ae4ac5d7b38c9cb7967",
            PrincipalIdentifier = "12345678901234567890123456789012345678901234567890123456789abcde",
            IpAddress = connects ? "203.0.113.94" : null,
            ClientInitiatedDisconnect = connects ? null : false,
            DisconnectReason = connects ? null : "MQTT_KEEP_ALIVE_TIMEOUT",
        };
    }
}
