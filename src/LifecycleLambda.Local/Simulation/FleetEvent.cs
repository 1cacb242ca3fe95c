using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>One event of a simulated client, small enough to hold a million of them.</summary>
/// <param name="Fleet">The fleet's name.</param>
/// <param name="Client">Which client, from 0.</param>
/// <param name="Session">Which of its sessions, from 0.</param>
/// <param name="Type">Connected or disconnected.</param>
/// <param name="VersionNumber">As the broker counts, resets included.</param>
/// <param name="At">When it really happened, in ms since the Unix epoch.</param>
/// <param name="Timestamp">When the broker's clock says that it happened, in ms since the Unix epoch.</param>
/// <param name="DisconnectReason">On disconnects.</param>
internal readonly record struct FleetEvent(
    string Fleet, int Client, int Session, LifecycleEventType Type, long VersionNumber, long At, long Timestamp, string? DisconnectReason)
{
    internal string ClientId => $"{Fleet}-{Client:D6}";

    internal string SessionIdentifier => $"{Client:x8}-0000-4000-8000-{Session:x12}";

    internal LifecycleEvent ToLifecycleEvent() => new()
    {
        ClientId = ClientId,
        Timestamp = Timestamp,
        EventType = Type,
        VersionNumber = VersionNumber,
        SessionIdentifier = SessionIdentifier,
        PrincipalIdentifier = "226c64225fce225672257c31e2cb6d3ad21ca514af690bc5cb44f5f58c2222",
        IpAddress = Type is LifecycleEventType.Connected ? "192.0.2.10" : null,
        ClientInitiatedDisconnect = Type is LifecycleEventType.Disconnected ? DisconnectReason is "CLIENT_INITIATED_DISCONNECT" : null,
        DisconnectReason = DisconnectReason,
    };
}
