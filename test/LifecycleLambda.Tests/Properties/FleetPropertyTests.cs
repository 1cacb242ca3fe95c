using CsCheck;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Properties;

/// <summary>Any order, duplicates, losses of all but the last: the stored state is the true one, on the real engine.</summary>
public sealed class FleetPropertyTests(EngineFixture engine)
{
    private static readonly int Fleets = TestSize.Of(small: 10, full: 25);

    private static readonly Gen<FleetOptions> AnyFleet = Gen.Select(
        Gen.Int[1, 6], Gen.Int[0, 1_000_000], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Bool,
        (clients, seed, duplicates, loss, shuffle) => new FleetOptions(clients, seed, duplicates, loss, shuffle));

    [Fact]
    public async Task Every_client_ends_in_its_true_state() => await AnyFleet.SampleAsync(
        async options => await WrongAsync(Fleet.Generate(options)) is [], iter: Fleets, threads: 1);

    /// <summary>The last event first, then everything else backwards: the hardest order for a guard that trusts arrival.</summary>
    [Fact]
    public async Task Every_client_ends_in_its_true_state_whatever_comes_last() => await AnyFleet.SampleAsync(
        async options => await WrongAsync(Fleet.Generate(options).Reversed()) is [], iter: Fleets, threads: 1);

    [Fact]
    public async Task A_plain_version_guard_fails_on_the_same_histories()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: 60, Seed: 7, Duplicates: 0.3, Loss: 0.1, Shuffle: true));
        using var plainGuard = RequestRewriter.WithCondition("attribute_not_exists(versionNumber) OR versionNumber < :versionNumber");

        Assert.Empty(await WrongAsync(fleet));
        Assert.InRange((await WrongAsync(fleet, plainGuard)).Count, 10, 50);
    }

    private async Task<IReadOnlyList<string>> WrongAsync(Fleet fleet, HttpMessageHandler? connections = null)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(connections);
        foreach (var delivery in fleet.Deliveries)
        {
            await handler.DeliverAsync(delivery.Event);
        }

        return fleet.WrongIn((await table.ItemsAsync()).Values);
    }
}
