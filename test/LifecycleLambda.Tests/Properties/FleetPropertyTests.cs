using CsCheck;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Properties;

/// <summary>Any order, duplicates, losses of all but the last: the stored state is the true one, on the real engine.</summary>
public sealed class FleetPropertyTests(EngineFixture engine)
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
            return await WrongAsync(fleet, isReversed ? fleet.Deliveries.Reverse() : fleet.Deliveries) is [];
        },
        iter: TestSize.Of(small: 5, full: 25),
        threads: 1);

    [Fact]
    public async Task A_plain_version_guard_fails_on_such_a_history()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: 20, Seed: 7, Duplicates: 0.3, Loss: 0.1, Shuffle: true));
        using var plainGuard = RequestRewriter.WithCondition("attribute_not_exists(versionNumber) OR versionNumber < :versionNumber");

        Assert.Empty(await WrongAsync(fleet, fleet.Deliveries));
        Assert.InRange((await WrongAsync(fleet, fleet.Deliveries, plainGuard)).Count, 4, 16);
    }

    private async Task<List<string>> WrongAsync(Fleet fleet, IEnumerable<FleetDelivery> deliveries, HttpMessageHandler? connections = null)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(connections);
        foreach (var delivery in deliveries)
        {
            await handler.DeliverAsync(delivery.Event.ToLifecycleEvent());
        }

        var items = await table.ItemsAsync();
        return [.. fleet.Truth.Where(truth => !Fleet.IsRight(truth, items.GetValueOrDefault(truth.ClientId))).Select(truth => truth.ClientId)];
    }
}
