using LifecycleLambda.Events;
using LifecycleLambda.Local.Broker;

namespace LifecycleLambda.Tests.Broker;

/// <summary>How often and how late events are delivered, why a silent client went, and what the ordering rule stands.</summary>
public sealed class DisturbanceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Undisturbed_an_event_is_delivered_once_and_at_once() =>
        Assert.Equal([TimeSpan.Zero], Deliveries(new BrokerOptions()));

    [Fact]
    public void Duplicates_come_after_the_first_delivery_and_everything_after_the_delay()
    {
        var deliveries = Deliveries(new BrokerOptions { Duplicates = 1, Delay = Second });

        Assert.Equal(Second, deliveries[0]);
        Assert.InRange(deliveries[1], Second, Second + Disturbance.Window);
        Assert.Equal(2, deliveries.Count);
    }

    [Fact]
    public void Shuffled_events_change_places()
    {
        var disturbance = new Disturbance(new BrokerOptions { Shuffle = true }, new Random(1));
        var arrivals = Enumerable.Range(0, 50).Select(_ => disturbance.DeliveriesOf(Event()).Single()).ToList();

        Assert.All(arrivals, arrival => Assert.InRange(arrival, TimeSpan.Zero, Disturbance.Window));
        Assert.NotEqual(arrivals.Order(), arrivals);
    }

    [Fact]
    public void The_end_of_a_session_that_was_taken_over_is_sometimes_told_late()
    {
        var disturbance = new Disturbance(new BrokerOptions(), new Random(1));
        var arrivals = Enumerable.Range(0, 50).Select(_ => disturbance.DeliveriesOf(Event("DUPLICATE_CLIENTID")).Single()).ToList();

        Assert.Contains(TimeSpan.Zero, arrivals);
        Assert.Contains(arrivals, arrival => arrival > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0, 100_000, "CONNECTION_LOST")]
    [InlineData(10, 14_999, "CONNECTION_LOST")]
    [InlineData(10, 15_000, "MQTT_KEEP_ALIVE_TIMEOUT")]
    public void A_keep_alive_runs_out_after_one_and_a_half_times_of_silence(int keepAlive, int silence, string reason) =>
        Assert.Equal(reason, DisconnectReason.WithoutPacket(Second * keepAlive, TimeSpan.FromMilliseconds(silence)));

    [Theory]
    [InlineData(3600, 120, true)]
    [InlineData(1140, 120, true)]
    [InlineData(1139, 120, false)]
    [InlineData(3600, 451, false)]
    public void A_reset_must_leave_the_tolerance_and_both_clocks_errors(int resetAfter, int clockError, bool holds) =>
        Assert.Equal(holds, new BrokerOptions { ResetAfter = Second * resetAfter, ClockError = Second * clockError }.AreWithinTheRule(Second * 900));

    private static List<TimeSpan> Deliveries(BrokerOptions options) => [.. new Disturbance(options, new Random(1)).DeliveriesOf(Event())];

    private static LifecycleEvent Event(string? reason = null) => new()
    {
        ClientId = "a",
        Timestamp = 1,
        EventType = LifecycleEventType.Disconnected,
        VersionNumber = 0,
        DisconnectReason = reason,
    };
}
