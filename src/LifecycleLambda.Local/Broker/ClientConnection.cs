using System.Net.WebSockets;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Broker;

/// <summary>A client's connection, from its CONNECT packet on.</summary>
/// <param name="keepAlive">The connection's keep-alive in seconds.</param>
/// <param name="time">The clock.</param>
internal sealed class ClientConnection(ushort keepAlive, TimeProvider time)
{
    private long _lastPacket = time.GetTimestamp();

    internal ushort KeepAlive => keepAlive;

    /// <summary>The session's connect event. Null before the session begins.</summary>
    internal LifecycleEvent? Session { get; set; }

    /// <summary>The id of the client's certificate or access key, if the client has one.</summary>
    internal string? Principal { get; init; }
    internal WebSocket? WebSocket { get; init; }
    internal bool HasEnded { get; set; }

    internal void PacketArrived() => Volatile.Write(ref _lastPacket, time.GetTimestamp());

    /// <summary>Completes the closing handshake if the client has begun it, which MQTTnet doesn't do.</summary>
    internal Task ReplyToCloseFrameAsync() => WebSocket is { State: WebSocketState.CloseReceived }
        ? WebSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Returns the reason for a disconnect without a DISCONNECT packet.</summary>
    internal string ReasonWithoutPacket() =>
        // A WebSocket has a status only after the client's close frame.
        WebSocket?.CloseStatus is not null ? DisconnectReasons.ClientInitiated
        : time.GetElapsedTime(Volatile.Read(ref _lastPacket)) >= TimeSpan.FromSeconds(keepAlive * 1.5)
            ? DisconnectReasons.KeepAliveTimeout
            : DisconnectReasons.ConnectionLost;
}
