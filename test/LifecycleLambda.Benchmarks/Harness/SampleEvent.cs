using System.Text;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>One of a fleet's events: connects and disconnects in turn, each of a client of its own.</summary>
internal sealed record SampleEvent(string ClientId, bool IsConnect, long Timestamp, long VersionNumber)
{
    internal static SampleEvent Create(int index) => new(
        $"thermostat-{index:D6}-7fb2",
        IsConnect: index % 2 is 0,
        DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        VersionNumber: index % 100);

    internal byte[] ToJson() => Encoding.UTF8.GetBytes(IsConnect
        ? $$"""
          {"clientId":"{{ClientId}}","timestamp":{{Timestamp}},"eventType":"connected","sessionIdentifier":"a4666d2a7d844ae4ac5d7b38c9cb7967","principalIdentifier":"12345678901234567890123456789012345678901234567890123456789abcde","ipAddress":"203.0.113.94","versionNumber":{{VersionNumber}}}
          """
        : $$"""
          {"clientId":"{{ClientId}}","timestamp":{{Timestamp}},"eventType":"disconnected","clientInitiatedDisconnect":false,"disconnectReason":"MQTT_KEEP_ALIVE_TIMEOUT","sessionIdentifier":"a4666d2a7d844ae4ac5d7b38c9cb7967","principalIdentifier":"12345678901234567890123456789012345678901234567890123456789abcde","versionNumber":{{VersionNumber}}}
          """);
}
