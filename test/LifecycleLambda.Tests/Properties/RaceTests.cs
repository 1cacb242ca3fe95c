using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Properties;

public sealed class RaceTests(EngineFixture engine)
{
    [Fact]
    public async Task Eight_writers_deliver_the_same_shuffled_history_at_once()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: TestSize.Of(small: 4, full: 12), Seed: 3, Duplicates: 0.3, Shuffle: true));
        var table = await engine.CreateTableAsync();

        await Parallel.ForAsync(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (writer, _) =>
        {
            using var handler = table.Handler();
            var deliveries = fleet.Deliveries.ToArray();
            new Random(writer).Shuffle(deliveries);
            foreach (var delivery in deliveries)
            {
                await handler.DeliverAsync(delivery.Event.ToLifecycleEvent());
            }
        });

        var items = await table.ItemsAsync();
        Assert.All(fleet.Truth, truth => Assert.True(Fleet.IsRight(truth, items.GetValueOrDefault(truth.ClientId)), truth.ClientId));
    }
}
