using LifecycleLambda.Local.Broker;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Local.Broker;

public sealed class ClientSessionsTests
{
    private static readonly FakeTimeProvider Time = new(DateTimeOffset.FromUnixTimeMilliseconds(1702566391861));

    private readonly ClientSessions _sessions = new(
        new BrokerOptions { Time = Time, Random = new Random(1), ClockError = TimeSpan.FromMinutes(2) });

    [Fact]
    public void Events_of_a_session_have_the_fields_that_AWS_documents()
    {
        _sessions.End(Begin("sensors/7"), "CONNECTION_LOST");

        JsonElement[] events = [.. Events().Select(lifecycleEvent => JsonElement.Parse(lifecycleEvent.ToJson()))];
        var (connected, disconnected) = (events[0], events[1]);
        Assert.Equal(
            ["clientId", "eventType", "ipAddress", "principalIdentifier", "sessionIdentifier", "timestamp", "versionNumber"],
            connected.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "clientId", "clientInitiatedDisconnect", "disconnectReason", "eventType", "principalIdentifier", "sessionIdentifier",
                "timestamp", "versionNumber",
            ],
            disconnected.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.False(disconnected.GetProperty("clientInitiatedDisconnect").GetBoolean());
        foreach (var shared in (string[])["clientId", "sessionIdentifier", "principalIdentifier", "versionNumber"])
        {
            Assert.Equal($"{connected.GetProperty(shared)}", $"{disconnected.GetProperty(shared)}");
        }
    }

    [Fact]
    public void Versions_of_each_client_grow_with_gaps()
    {
        var connects = Enumerable.Range(0, 50).Select(_ => Begin("a").Session!).ToList();
        var steps = connects.Zip(connects.Skip(1), (former, latter) => latter.VersionNumber - former.VersionNumber).ToList();

        Assert.All(steps, step => Assert.InRange(step, 1, 4));
        Assert.Contains(steps, step => step > 1);
        Assert.Distinct(connects.Select(connect => connect.SessionIdentifier));
        Assert.Equal(0, Begin("b").Session!.VersionNumber);
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(7200, 0)]
    public void Client_of_an_earlier_run_continues_its_versions(int secondsAgo, long least)
    {
        _sessions.Resume("a", 7, Time.GetUtcNow().AddSeconds(-secondsAgo));

        Assert.InRange(Begin("a").Session!.VersionNumber, least, least + 3);
    }

    [Fact]
    public void Ended_connection_begins_no_session()
    {
        var connection = new ClientConnection(keepAlive: 30, Time);
        _sessions.End(connection);
        _sessions.Begin(connection, "taken over", null);
        _sessions.EndAll();

        Assert.Null(Begin("late").Session);
        Assert.Empty(Events());
    }

    [Fact]
    public void Timestamps_deviate_in_both_directions_within_the_clock_error()
    {
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        var errors = Enumerable.Range(0, 100).Select(i => Begin($"{i}").Session!.Timestamp - now).ToList();

        Assert.All(errors, error => Assert.InRange(error, -120_000, 120_000));
        Assert.Contains(errors, error => error < -10_000);
        Assert.Contains(errors, error => error > 10_000);
    }

    [Fact]
    public void State_lasts_since_a_later_time_than_every_earlier_event()
    {
        var latest = 0L;
        foreach (var _ in Enumerable.Range(0, 50))
        {
            _sessions.End(Begin("a"));

            long[] timestamps = [latest, .. Events().Select(lifecycleEvent => lifecycleEvent.Timestamp)];
            Assert.InRange(_sessions.Last("a")!.Value.Since, timestamps[..2].Max() + 1, long.MaxValue);
            latest = timestamps.Max();
        }
    }

    private ClientConnection Begin(string clientId)
    {
        var connection = new ClientConnection(keepAlive: 30, Time);
        _sessions.Begin(connection, clientId, "192.0.2.1");
        return connection;
    }

    private IEnumerable<LifecycleEvent> Events()
    {
        while (_sessions.Events.TryRead(out var lifecycleEvent))
        {
            yield return lifecycleEvent;
        }
    }
}
