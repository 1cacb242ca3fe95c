using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Properties;

public sealed class RaceTests(EngineFixture engine)
{
    private const int Writers = 8;

    [Fact]
    public async Task Eight_writers_deliver_the_same_shuffled_history_at_once()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: 12, Seed: 3, Duplicates: 0.3, Shuffle: true));
        var table = await engine.CreateTableAsync();
        using var start = new Barrier(Writers);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            using var handler = table.Handler();
            var deliveries = fleet.Deliveries.ToArray();
            new Random(writer).Shuffle(deliveries);
            start.SignalAndWait(TestContext.Current.CancellationToken);
            foreach (var delivery in deliveries)
            {
                await handler.DeliverAsync(delivery.Event);
            }
        })));

        Assert.Empty(fleet.WrongIn((await table.ItemsAsync()).Values));
    }
}
