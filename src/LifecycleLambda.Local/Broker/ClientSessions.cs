using System.Security.Cryptography;
using System.Text;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Broker;

/// <summary>
/// Who is connected, and the lifecycle events that follow from connects and disconnects: a session's two events share version and
/// session identifier, versions grow per client id, may skip, and start again at 0 for a client that was away for long.
/// </summary>
/// <param name="options">When versions start again, and how far the clock is off.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Decides which versions are skipped and how far each timestamp is off.</param>
/// <param name="publish">Told every event, one at a time and in true order; it must not block.</param>
internal sealed class ClientSessions(BrokerOptions options, TimeProvider time, Random random, Action<LifecycleEvent> publish)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LifecycleEvent> _latest = [];
    private readonly Dictionary<string, (long VersionNumber, DateTimeOffset At)> _versions = [];
    private bool _ended;

    /// <summary>The latest event of each client: its true state.</summary>
    internal IReadOnlyList<LifecycleEvent> Truth
    {
        get
        {
            lock (_gate)
            {
                return [.. _latest.Values];
            }
        }
    }

    /// <summary>Goes on counting for a client where an earlier run stopped.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="versionNumber">Its latest version.</param>
    /// <param name="at">When it was last heard of.</param>
    internal void Resume(string clientId, long versionNumber, DateTimeOffset at)
    {
        lock (_gate)
        {
            _versions[clientId] = (versionNumber, at);
        }
    }

    /// <summary>Begins a session. One that the client still had ends.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="ipAddress">Where it connects from.</param>
    /// <returns>The session's connect; nothing for a client that has no lifecycle events.</returns>
    internal LifecycleEvent? Connect(string clientId, string? ipAddress)
    {
        lock (_gate)
        {
            // AWS IoT Core publishes nothing about client ids that its topics cannot hold.
            if (_ended || clientId.AsSpan().ContainsAny('#', '+'))
            {
                return null;
            }

            if (_latest.GetValueOrDefault(clientId) is { EventType: LifecycleEventType.Connected } former)
            {
                Disconnect(former, DisconnectReason.DuplicateClientId);
            }

            var now = time.GetUtcNow();
            var connect = new LifecycleEvent
            {
                ClientId = clientId,
                Timestamp = Stamp(now),
                EventType = LifecycleEventType.Connected,
                VersionNumber = NextVersion(clientId, now),
                SessionIdentifier = Guid.NewGuid().ToString(),
                // There are no certificates here: something that looks like one's id, always the same for the client.
                PrincipalIdentifier = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clientId))),
                IpAddress = ipAddress,
            };
            Publish(connect, now);
            return connect;
        }
    }

    /// <summary>Ends a session; nothing happens if it has ended already.</summary>
    /// <param name="session">Its connect.</param>
    /// <param name="reason">Why it ended: <see cref="DisconnectReason"/>.</param>
    internal void Disconnect(LifecycleEvent session, string reason)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_latest[session.ClientId], session))
            {
                return;
            }

            var now = time.GetUtcNow();
            var disconnect = session with
            {
                Timestamp = Stamp(now),
                EventType = LifecycleEventType.Disconnected,
                IpAddress = null,
                ClientInitiatedDisconnect = reason is DisconnectReason.ClientInitiated,
                DisconnectReason = reason,
            };
            Publish(disconnect, now);
        }
    }

    /// <summary>Ends all sessions because the broker stops; none begins any more.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var session in Truth.Where(latest => latest.EventType is LifecycleEventType.Connected))
            {
                Disconnect(session, DisconnectReason.ServerInitiated);
            }
        }
    }

    private void Publish(LifecycleEvent lifecycleEvent, DateTimeOffset now)
    {
        _latest[lifecycleEvent.ClientId] = lifecycleEvent;
        _versions[lifecycleEvent.ClientId] = (lifecycleEvent.VersionNumber, now);
        publish(lifecycleEvent);
    }

    private long NextVersion(string clientId, DateTimeOffset now)
    {
        if (!_versions.TryGetValue(clientId, out var latest) || now - latest.At >= options.ResetAfter)
        {
            return 0;
        }

        return latest.VersionNumber + 1 + (random.NextDouble() < 0.2 ? random.Next(1, 4) : 0);
    }

    private long Stamp(DateTimeOffset now) =>
        (now + (options.ClockError * ((random.NextDouble() * 2) - 1))).ToUnixTimeMilliseconds();
}
