using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Broker;

/// <summary>One client's connection, from its CONNECT packet on.</summary>
internal sealed class ClientConnection(ClientSessions sessions, TimeSpan keepAlive, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _lastPacket = time.GetUtcNow();
    private LifecycleEvent? _session;
    private bool _ended;

    internal void Begin(string clientId, string? ipAddress)
    {
        lock (_gate)
        {
            // A connection can be taken over before it was told to have begun.
            if (!_ended)
            {
                _session = sessions.Connect(clientId, ipAddress);
            }
        }
    }

    internal void PacketArrived()
    {
        lock (_gate)
        {
            _lastPacket = time.GetUtcNow();
        }
    }

    /// <summary>Ends it; the first reason counts.</summary>
    /// <param name="reason">Why; told from the client's silence if absent.</param>
    internal void End(string? reason = null)
    {
        lock (_gate)
        {
            _ended = true;
            if (_session is not null)
            {
                sessions.Disconnect(_session, reason ?? DisconnectReason.WithoutPacket(keepAlive, time.GetUtcNow() - _lastPacket));
            }
        }
    }
}
