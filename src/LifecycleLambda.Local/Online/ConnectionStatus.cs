using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Online;

/// <summary>AWS IoT's answer about one client.</summary>
/// <param name="EventType">The type of the client's last event: its state.</param>
/// <param name="Since">The time at which the state began, if AWS IoT reports it.</param>
/// <param name="DisconnectReason">The reason of the disconnect, if the client isn't connected and AWS IoT reports it.</param>
/// <param name="ThingName">The thing's name, if AWS IoT reports it.</param>
internal sealed record ConnectionStatus(
    LifecycleEventType EventType, DateTimeOffset? Since = null, string? DisconnectReason = null, string? ThingName = null)
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads the body of a response to <c>GetConnection</c>. Returns null if it has another format.</summary>
    internal static ConnectionStatus? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = JsonPayload.Parse(body);
            return json.Field("connected")?.ValueKind switch
            {
                JsonValueKind.True => new(LifecycleEventType.Connected, Time(json, "connectedSince"), null, Text(json, "thingName")),
                JsonValueKind.False => new(
                    LifecycleEventType.Disconnected,
                    Time(json, "disconnectedSince"),
                    Text(json, "disconnectReason"),
                    Text(json, "thingName")),
                _ => null,
            };
        }
        catch (InvalidLifecycleEventException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.Text(name) is { Length: > 0 } text ? text : null;

    // AWS IoT can report 0 for a time that it doesn't know.
    private static DateTimeOffset? Time(JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.Number } number
            && WholeNumber.TryParse(number.GetRawText(), out var time)
            && time >= LifecycleEventReader.EarliestTimestamp && time <= Latest
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;
}
