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
            var table = await engine.CreateTableAsync();
            using var handler = table.Handler();
            foreach (var delivery in isReversed ? fleet.Deliveries.Reverse() : fleet.Deliveries)
            {
                await handler.DeliverAsync(delivery.Event.ToLifecycleEvent());
            }

            var items = await table.ItemsAsync();
            return fleet.Truth.All(truth => Fleet.IsRight(truth, items.GetValueOrDefault(truth.ClientId)));
        },
        iter: TestSize.Of(small: 5, full: 25),
        threads: 1);
}
