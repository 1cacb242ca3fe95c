using System.Net.WebSockets;

namespace LifecycleLambda.Local.Broker;

/// <summary>A client's WebSocket, and the principal in its URL.</summary>
internal sealed record WebSocketClient(WebSocket Socket, string? Principal);
