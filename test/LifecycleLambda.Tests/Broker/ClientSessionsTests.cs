using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Broker;
using LifecycleLambda.Local.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Broker;

/// <summary>Which events follow from connects and disconnects.</summary>
public sealed class ClientSessionsTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1702566391861));
    private readonly List<LifecycleEvent> _events = [];

    [Fact]
    public void A_connect_and_its_disconnect_have_the_fields_that_AWS_documents_and_share_version_and_session()
    {
        var sessions = Sessions();

        sessions.Disconnect(sessions.Connect("sensors/7", "192.0.2.1")!, "CONNECTION_LOST");

        var (connected, disconnected) = (Json(_events[0]), Json(_events[1]));
        Assert.Equal(
            ["clientId", "timestamp", "eventType", "sessionIdentifier", "principalIdentifier", "ipAddress", "versionNumber"],
            connected.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            ["clientId", "timestamp", "eventType", "clientInitiatedDisconnect", "sessionIdentifier", "principalIdentifier", "disconnectReason", "versionNumber"],
            disconnected.EnumerateObject().Select(field => field.Name));
        Assert.Equal("sensors/7", connected.GetProperty("clientId").GetString());
        Assert.Equal(1702566391861, connected.GetProperty("timestamp").GetInt64());
        Assert.Equal("192.0.2.1", connected.GetProperty("ipAddress").GetString());
        Assert.Equal(0, connected.GetProperty("versionNumber").GetInt64());
        foreach (var shared in (string[])["clientId", "sessionIdentifier", "principalIdentifier", "versionNumber"])
        {
            Assert.Equal($"{connected.GetProperty(shared)}", $"{disconnected.GetProperty(shared)}");
        }
    }

    [Theory]
    [InlineData("CLIENT_INITIATED_DISCONNECT", true)]
    [InlineData("CONNECTION_LOST", false)]
    [InlineData("MQTT_KEEP_ALIVE_TIMEOUT", false)]
    public void Only_a_disconnect_that_the_client_asked_for_says_so(string reason, bool clientInitiated)
    {
        var sessions = Sessions();

        sessions.Disconnect(sessions.Connect("a", null)!, reason);

        Assert.Equal((reason, clientInitiated), (_events[1].DisconnectReason, _events[1].ClientInitiatedDisconnect));
    }

    [Fact]
    public void Versions_grow_for_each_client_by_itself_and_skip_values()
    {
        var sessions = Sessions();
        for (var i = 0; i < 50; i++)
        {
            sessions.Disconnect(sessions.Connect("a", null)!, "CONNECTION_LOST");
        }

        sessions.Connect("b", null);

        var versions = Connects("a").Select(connect => connect.VersionNumber).ToList();
        var steps = versions.Zip(versions.Skip(1), (former, latter) => latter - former).ToList();
        Assert.All(steps, step => Assert.InRange(step, 1, 4));
        Assert.Contains(steps, step => step > 1);
        Assert.Equal(50, Connects("a").Select(connect => connect.SessionIdentifier).Distinct().Count());
        Assert.Equal(0, Connects("b").Single().VersionNumber);
    }

    [Theory]
    [InlineData(3599, false)]
    [InlineData(3600, true)]
    public void A_client_that_was_away_for_long_starts_again_at_0(int seconds, bool startsAgain)
    {
        var sessions = Sessions();
        var session = sessions.Connect("a", null)!;
        _time.Advance(TimeSpan.FromDays(1));
        sessions.Disconnect(session, "CONNECTION_LOST");
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(startsAgain, sessions.Connect("a", null)!.VersionNumber is 0);
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(7200, 0)]
    public void A_client_that_an_earlier_run_knew_goes_on_from_there(int secondsAgo, long least)
    {
        var sessions = Sessions();

        sessions.Resume("a", 7, _time.GetUtcNow().AddSeconds(-secondsAgo));

        Assert.InRange(sessions.Connect("a", null)!.VersionNumber, least, least + 3);
    }

    [Fact]
    public void A_second_session_ends_the_first_which_does_not_end_again()
    {
        var sessions = Sessions();
        var first = sessions.Connect("a", null)!;

        var second = sessions.Connect("a", null)!;
        sessions.Disconnect(first, "CONNECTION_LOST");

        Assert.Equal(
            [("connected", 0L, null), ("disconnected", 0L, "DUPLICATE_CLIENTID"), ("connected", second.VersionNumber, null)],
            _events.Select(e => (Json(e).GetProperty("eventType").GetString()!, e.VersionNumber, e.DisconnectReason)));
        Assert.NotEqual(first.SessionIdentifier, second.SessionIdentifier);
        Assert.Same(second, Assert.Single(sessions.Truth));
    }

    [Theory]
    [InlineData("a#")]
    [InlineData("+")]
    public void Client_ids_that_a_topic_cannot_hold_have_no_events(string clientId)
    {
        var sessions = Sessions();

        Assert.Null(sessions.Connect(clientId, null));

        sessions.End();
        Assert.Empty(_events);
    }

    [Fact]
    public void The_end_ends_every_session_and_none_begins_after_it()
    {
        var sessions = Sessions();
        var gone = sessions.Connect("gone", null)!;
        sessions.Disconnect(gone, "CONNECTION_LOST");
        sessions.Connect("here", null);
        _events.Clear();

        sessions.End();

        Assert.Null(sessions.Connect("late", null));
        Assert.Equal(("here", "SERVER_INITIATED_DISCONNECT"), (Assert.Single(_events).ClientId, _events[0].DisconnectReason));
    }

    [Fact]
    public void Timestamps_are_off_in_both_directions_but_by_no_more_than_the_clock_error()
    {
        var sessions = Sessions(new BrokerOptions { ClockError = TimeSpan.FromSeconds(120) });
        for (var i = 0; i < 100; i++)
        {
            sessions.Connect($"{i}", null);
        }

        var errors = _events.Select(e => e.Timestamp - _time.GetUtcNow().ToUnixTimeMilliseconds()).ToList();
        Assert.All(errors, error => Assert.InRange(error, -120_000, 120_000));
        Assert.Contains(errors, error => error < -10_000);
        Assert.Contains(errors, error => error > 10_000);
    }

    private ClientSessions Sessions(BrokerOptions? options = null) => new(options ?? new BrokerOptions(), _time, new Random(1), _events.Add);

    private IEnumerable<LifecycleEvent> Connects(string clientId) =>
        _events.Where(e => e.ClientId == clientId && e.EventType is LifecycleEventType.Connected);

    private static JsonElement Json(LifecycleEvent lifecycleEvent) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(lifecycleEvent.ToJson())).RootElement;
}
