using CsCheck;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Tests.Presence;

public sealed class OrderingRulePropertyTests(EngineFixture engine)
{
    private static readonly Gen<FleetOptions> AnyFleet = Gen.Select(
        Gen.Int[1, 6], Gen.Int[0, 1_000_000], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Bool,
        (clients, seed, duplicates, loss, shuffle) => new FleetOptions(clients, seed, duplicates, loss, shuffle));

    [Fact]
    public Task Every_client_ends_in_its_true_state() => AssertTrueStatesAsync(deliveries => deliveries);

    /// <summary>The reverse order is the hardest for a guard that relies on the order of arrival.</summary>
    [Fact]
    public Task Every_client_ends_in_its_true_state_if_its_events_arrive_in_reverse() => AssertTrueStatesAsync(Enumerable.Reverse);

    [Fact]
    public async Task Every_client_ends_in_its_true_state_if_eight_writers_deliver_its_events_at_once()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: Sized(small: 4, full: 12), Seed: 3, Duplicates: 0.3, Shuffle: true));
        var table = await engine.CreateTableAsync();

        await Parallel.ForAsync(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (writer, _) =>
        {
            var deliveries = fleet.Deliveries.ToArray();
            new Random(writer).Shuffle(deliveries);
            await DeliverAsync(table, deliveries);
        });

        Assert.Empty(fleet.WrongIn(await table.ReadAsync()));
    }

    private Task AssertTrueStatesAsync(Func<IEnumerable<TimedEvent>, IEnumerable<TimedEvent>> order) => AnyFleet.SampleAsync(
        async options =>
        {
            var fleet = Fleet.Generate(options);
            var table = await engine.CreateTableAsync();
            await DeliverAsync(table, order(fleet.Deliveries));
            return fleet.WrongIn(await table.ReadAsync()) is [];
        },
        iter: Sized(small: 5, full: 25),
        threads: 1);

    private static async Task DeliverAsync(TestTable table, IEnumerable<TimedEvent> deliveries)
    {
        using var handler = table.Handler();
        await handler.DeliverAllAsync(deliveries.Select(delivery => delivery.Event));
    }
}
