using CsCheck;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Tests.Presence;

/// <summary>Any order, duplicates, losses of all but the last: the stored state is the true one, on the real engine.</summary>
public sealed class OrderingRulePropertyTests(EngineFixture engine)
{
    private static readonly Gen<FleetOptions> AnyFleet = Gen.Select(
        Gen.Int[1, 6], Gen.Int[0, 1_000_000], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Bool,
        (clients, seed, duplicates, loss, shuffle) => new FleetOptions(clients, seed, duplicates, loss, shuffle));

    /// <summary>Reversed: the last event first, then everything else backwards, the hardest order for a guard that trusts arrival.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_client_ends_in_its_true_state(bool isReversed) => await AnyFleet.SampleAsync(
        async options =>
        {
            var fleet = Fleet.Generate(options);
            var table = await engine.CreateTableAsync();
            await DeliverAsync(table, isReversed ? fleet.Deliveries.Reverse() : fleet.Deliveries);
            return fleet.WrongIn(await table.ReadAsync()) is [];
        },
        iter: Sized(small: 5, full: 25),
        threads: 1);

    [Fact]
    public async Task Eight_writers_deliver_the_same_shuffled_history_at_once()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: Sized(small: 4, full: 12), Seed: 3, Duplicates: 0.3, Shuffle: true));
        var table = await engine.CreateTableAsync();

        await Parallel.ForAsync(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (writer, _) =>
        {
            var deliveries = fleet.Deliveries.ToArray();
            new Random(writer).Shuffle(deliveries);
            await DeliverAsync(table, deliveries);
        });

        var items = (await table.ItemsAsync()).Values.OrderBy(item => item["clientId"].S).ToList();
        Assert.Empty(WrongIn());
        // Whoever is wrong is found.
        items[0]["eventType"] = new(items[0]["eventType"].S is "connected" ? "disconnected" : "connected");
        items[1]["sessionIdentifier"] = new("another");
        items.RemoveAt(2);
        Assert.Equal(["device-000000", "device-000001", "device-000002"], WrongIn());

        IReadOnlyList<string> WrongIn() => fleet.WrongIn(items.Select(item => new PresenceItem(item)));
    }

    private static async Task DeliverAsync(TestTable table, IEnumerable<TimedEvent> deliveries)
    {
        using var handler = table.Handler();
        await handler.DeliverAllAsync(deliveries.Select(delivery => delivery.Event));
    }
}
