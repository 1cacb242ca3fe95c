using LifecycleLambda.Local.Broker;

namespace LifecycleLambda.Tests.Local.Broker;

public sealed class BrokerOptionsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Event_is_delivered_once_without_delay_by_default() =>
        Assert.All(Deliveries(new BrokerOptions()), deliveries => Assert.Equal([TimeSpan.Zero], deliveries));

    [Fact]
    public void Duplicates_follow_the_delayed_first_delivery() =>
        Assert.All(Deliveries(new BrokerOptions { Duplicates = 1, Delay = Second }), deliveries =>
        {
            Assert.Equal(2, deliveries.Count);
            Assert.Equal(Second, deliveries[0]);
            Assert.InRange(deliveries[1], Second, Second + BrokerOptions.Window);
        });

    [Fact]
    public void Shuffled_events_arrive_in_another_order()
    {
        var arrivals = Deliveries(new BrokerOptions { Shuffle = true }).Select(deliveries => deliveries.Single()).ToList();

        Assert.All(arrivals, arrival => Assert.InRange(arrival, TimeSpan.Zero, BrokerOptions.Window));
        Assert.NotEqual(arrivals.Order(), arrivals);
    }

    [Fact]
    public void Disconnect_of_a_session_that_was_taken_over_sometimes_arrives_late()
    {
        var arrivals = Deliveries(new BrokerOptions(), "DUPLICATE_CLIENTID").Select(deliveries => deliveries.Single()).ToList();

        Assert.Contains(TimeSpan.Zero, arrivals);
        Assert.Contains(arrivals, arrival => arrival > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(1140, 120, true)]
    [InlineData(1139, 120, false)]
    [InlineData(3600, 451, false)]
    public void Rule_needs_an_offline_time_of_the_tolerance_plus_both_clock_errors(int resetAfter, int clockError, bool holds)
    {
        var options = new BrokerOptions { ResetAfter = Second * resetAfter, ClockError = Second * clockError };

        Assert.Equal(holds, options.FitTheRule(Second * 900));
    }

    private static IEnumerable<List<TimeSpan>> Deliveries(BrokerOptions options, string reason = "CONNECTION_LOST")
    {
        var seeded = options with { Random = new Random(1) };
        return Enumerable.Range(0, 50).Select(_ => seeded.ChooseDelays(Disconnected(1) with { DisconnectReason = reason }).ToList());
    }
}
