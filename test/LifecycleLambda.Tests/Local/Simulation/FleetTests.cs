using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Tests.Local.Simulation;

public sealed class FleetTests(EngineFixture engine)
{
    private static readonly FleetOptions Options = new(Clients: 50, Seed: 9, Duplicates: 0.2, Loss: 1, Shuffle: true);

    [Fact]
    public void Same_seed_generates_the_same_fleet() =>
        Assert.Equal(Fleet.Generate(Options).Deliveries, Fleet.Generate(Options).Deliveries);

    [Fact]
    public void Another_seed_generates_another_fleet() =>
        Assert.NotEqual(Fleet.Generate(Options).Deliveries, Fleet.Generate(Options with { Seed = 10 }).Deliveries);

    [Fact]
    public void Loss_spares_the_last_event_of_each_client()
    {
        var fleet = Fleet.Generate(Options);
        var delivered = fleet.Deliveries.Select(delivery => delivery.Event).Distinct();

        Assert.Equal([.. fleet.LastEvents], delivered.OrderBy(lifecycleEvent => lifecycleEvent.ClientId));
    }

    [Fact]
    public async Task Wrong_items_are_found()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: 4, Seed: 3));
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();
        await handler.DeliverAllAsync(fleet.Deliveries.Select(delivery => delivery.Event));
        var items = (await table.ItemsAsync()).Values.OrderBy(item => item["clientId"].S).ToList();

        items[0]["eventType"] = new(items[0]["eventType"].S is "connected" ? "disconnected" : "connected");
        items[1]["sessionIdentifier"] = new("another");
        items[3]["versionNumber"] = new() { N = "-1" };
        items[3].Remove("sessionIdentifier");
        items.RemoveAt(2);

        var wrong = fleet.WrongIn(items.Select(item => new PresenceItem(item)));
        Assert.Equal(["device-000000", "device-000001", "device-000002"], wrong);
    }
}
