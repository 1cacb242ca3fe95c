using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Generates one client's events in true order: short and long sessions, takeovers, resets of the version number after an hour
/// away, and a clock that is up to two minutes off.</summary>
internal sealed class ClientHistory
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ClockError = TimeSpan.FromMinutes(2);

    private static readonly string[] Reasons =
    [
        DisconnectReasons.ClientInitiated,
        DisconnectReasons.ConnectionLost,
        DisconnectReasons.KeepAliveTimeout,
        DisconnectReasons.ServerInitiated,
    ];

    private readonly Random _random;
    private readonly string _clientId;
    private readonly int _client;
    private readonly List<TimedEvent> _events = [];
    private long _time;
    private long _version;

    private ClientHistory(int client, int seed, string fleet)
    {
        _clientId = $"{fleet}-{client:D6}";
        _client = client;
        // This formula gives the same seed on every machine. System.HashCode would not.
        _random = new Random(unchecked((seed * 486187739) + (client * 16777619) + 17));
        _time = Epoch.ToUnixTimeMilliseconds() + Between(TimeSpan.Zero, TimeSpan.FromHours(1));
        _version = _random.Next(200);
    }

    internal static IReadOnlyList<TimedEvent> Generate(int client, FleetOptions options) =>
        new ClientHistory(client, options.Seed, options.Name).Run(options.MostSessions);

    private List<TimedEvent> Run(int mostSessions)
    {
        var sessions = _random.Next(1, mostSessions + 1);
        Publish(session: 0, _time);
        for (var session = 1; session < sessions; session++)
        {
            _time += SessionLength();
            if (_random.NextDouble() < 0.25)
            {
                // A takeover: the next connect ends this session, whose disconnect can be published minutes later.
                Publish(session - 1, _time + Between(TimeSpan.Zero, TimeSpan.FromMinutes(5)), DisconnectReasons.DuplicateClientId);
                NextVersion();
            }
            else
            {
                Publish(session - 1, _time, Reasons[_random.Next(Reasons.Length)]);
                StayAway();
            }

            Publish(session, _time);
        }

        if (_random.NextDouble() < 0.5)
        {
            _time += SessionLength();
            Publish(sessions - 1, _time, Reasons[_random.Next(Reasons.Length)]);
        }

        return _events;
    }

    // Publishes a disconnect if a reason is given, and otherwise a connect.
    private void Publish(int session, long at, string? reason = null) => _events.Add(new(
        new LifecycleEvent
        {
            ClientId = _clientId,
            Timestamp = at + Between(-ClockError, ClockError),
            EventType = reason is null ? LifecycleEventType.Connected : LifecycleEventType.Disconnected,
            VersionNumber = _version,
            SessionIdentifier = $"{_client:x8}-0000-4000-8000-{session:x12}",
            PrincipalIdentifier = "226c64225fce225672257c31e2cb6d3ad21ca514af690bc5cb44f5f58c2222",
            IpAddress = reason is null ? "192.0.2.10" : null,
            ClientInitiatedDisconnect = reason is null ? null : reason is DisconnectReasons.ClientInitiated,
            DisconnectReason = reason,
        },
        at));

    private void StayAway()
    {
        if (_random.NextDouble() < 0.35)
        {
            _time += Between(TimeSpan.FromMinutes(62), TimeSpan.FromDays(2));
            _version = 0;
        }
        else
        {
            var longest = _random.NextDouble() < 0.7 ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(50);
            _time += Between(TimeSpan.FromMilliseconds(50), longest);
            NextVersion();
        }
    }

    // Versions grow with each connection and may skip values.
    private void NextVersion() => _version += 1 + (_random.NextDouble() < 0.2 ? _random.Next(1, 4) : 0);

    private long SessionLength() => _random.NextDouble() switch
    {
        < 0.4 => Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)),
        < 0.7 => Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2)),
        _ => Between(TimeSpan.FromHours(2), TimeSpan.FromDays(4)),
    };

    private long Between(TimeSpan low, TimeSpan high) =>
        (long)(low.TotalMilliseconds + (_random.NextDouble() * (high - low).TotalMilliseconds));
}
