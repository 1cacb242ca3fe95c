using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Broker;

/// <summary>The clients' sessions and their lifecycle events. A session's two events have the same version and session identifier. A
/// client's versions grow, may skip values, and start again at 0 after a long time offline.</summary>
internal sealed class ClientSessions(BrokerOptions options)
{
    private readonly Lock _gate = new();
    private readonly Channel<LifecycleEvent> _events = Channel.CreateUnbounded<LifecycleEvent>();
    private readonly ConcurrentDictionary<string, LifecycleEvent> _latest = [];
    private readonly Dictionary<string, (long VersionNumber, DateTimeOffset At, long Since)> _versions = [];
    private bool _ended;

    /// <summary>Every event in true order.</summary>
    internal ChannelReader<LifecycleEvent> Events => _events.Reader;

    /// <summary>The latest event of each client: its true state.</summary>
    internal ICollection<LifecycleEvent> LastEvents => _latest.Values;

    /// <summary>Returns the client's latest event, and since when its state lasts, in ms since the Unix epoch. That time is later than the
    /// timestamps of all earlier events, despite clock errors. Returns null if the client has had no session.</summary>
    internal (LifecycleEvent Event, long Since)? Last(string clientId)
    {
        lock (_gate)
        {
            return _latest.TryGetValue(clientId, out var latest) ? (latest, _versions[clientId].Since) : null;
        }
    }

    /// <summary>Restores a client's version from an earlier run. Call before any client connects.</summary>
    internal void Resume(string clientId, long versionNumber, DateTimeOffset at) =>
        _versions[clientId] = (versionNumber, at, at.ToUnixTimeMilliseconds());

    /// <summary>Begins a connection's session and ends the client's previous one.</summary>
    internal void Begin(ClientConnection connection, string clientId, string? ipAddress)
    {
        lock (_gate)
        {
            // A takeover can end a connection before its session begins.
            // AWS IoT Core publishes no events for client ids with characters that its topics can't contain.
            if (_ended || connection.HasEnded || clientId.AsSpan().ContainsAny('#', '+'))
            {
                return;
            }

            if (_latest.GetValueOrDefault(clientId) is { EventType: LifecycleEventType.Connected } former)
            {
                Disconnect(former, DisconnectReasons.DuplicateClientId);
            }

            var now = options.Time.GetUtcNow();
            connection.Session = new LifecycleEvent
            {
                ClientId = clientId,
                Timestamp = Stamp(now),
                EventType = LifecycleEventType.Connected,
                VersionNumber = NextVersion(clientId, now),
                SessionIdentifier = Guid.NewGuid().ToString(),
                // Without a certificate, use a text that looks like a certificate's id and is always the same for the client.
                PrincipalIdentifier = connection.Principal ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clientId))),
                IpAddress = ipAddress,
            };
            Publish(connection.Session, now);
        }
    }

    /// <summary>Ends a connection and its session. If the session has already ended, its first reason stays. Without a reason, the time
    /// since the last packet decides between keep-alive timeout and lost connection.</summary>
    internal void End(ClientConnection connection, string? reason = null)
    {
        lock (_gate)
        {
            connection.HasEnded = true;
            if (connection.Session is { } session && ReferenceEquals(_latest[session.ClientId], session))
            {
                Disconnect(session, reason ?? connection.ReasonWithoutPacket());
            }
        }
    }

    /// <summary>Ends all sessions when the broker stops. No session can begin afterwards.</summary>
    internal void EndAll()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var session in LastEvents.Where(latest => latest.EventType is LifecycleEventType.Connected))
            {
                Disconnect(session, DisconnectReasons.ServerInitiated);
            }

            _events.Writer.TryComplete();
        }
    }

    private void Disconnect(LifecycleEvent session, string reason)
    {
        var now = options.Time.GetUtcNow();
        var disconnect = session with
        {
            Timestamp = Stamp(now),
            EventType = LifecycleEventType.Disconnected,
            IpAddress = null,
            ClientInitiatedDisconnect = reason is DisconnectReasons.ClientInitiated,
            DisconnectReason = reason,
        };
        Publish(disconnect, now);
    }

    private void Publish(LifecycleEvent lifecycleEvent, DateTimeOffset now)
    {
        _latest[lifecycleEvent.ClientId] = lifecycleEvent;
        var since = Math.Max(lifecycleEvent.Timestamp, _versions.GetValueOrDefault(lifecycleEvent.ClientId).Since + 1);
        _versions[lifecycleEvent.ClientId] = (lifecycleEvent.VersionNumber, now, since);
        _events.Writer.TryWrite(lifecycleEvent);
    }

    private long NextVersion(string clientId, DateTimeOffset now)
    {
        if (!_versions.TryGetValue(clientId, out var latest) || now - latest.At >= options.ResetAfter)
        {
            return 0;
        }

        return latest.VersionNumber + 1 + (options.Random.NextDouble() < 0.2 ? options.Random.Next(1, 4) : 0);
    }

    private long Stamp(DateTimeOffset now) =>
        (now + (options.ClockError * ((options.Random.NextDouble() * 2) - 1))).ToUnixTimeMilliseconds();
}
