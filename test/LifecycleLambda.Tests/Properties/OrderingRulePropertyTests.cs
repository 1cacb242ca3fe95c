using CsCheck;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Properties;

/// <summary>DynamoDB's answer to the condition is the oracle's, for pairs of events around every bound.</summary>
public sealed class OrderingRulePropertyTests(EngineFixture engine)
{
    private static readonly long Tolerance = (long)TestTable.Tolerance.TotalMilliseconds;

    private static readonly long[] Bounds =
        [-Tolerance - 1, -Tolerance, -Tolerance + 1, -1, 0, 1, Tolerance - 1, Tolerance, Tolerance + 1];

    private static readonly Gen<long> Offset = Gen.OneOf(
        Gen.Long[-2 * Tolerance, 2 * Tolerance],
        Gen.Int[0, Bounds.Length - 1].Select(i => Bounds[i]));

    private static readonly Gen<LifecycleEvent> AnyEvent = Gen.Select(
        Gen.Bool, Gen.Long[0, 3], Offset, (connected, version, offset) =>
            connected ? Connected(version, Noon + offset) : Disconnected(version, Noon + offset));

    [Fact]
    public async Task Condition_decides_as_the_oracle()
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();
        var client = 0;
        await Gen.Select(AnyEvent, AnyEvent).SampleAsync(
            async pair =>
            {
                var id = $"device-{Interlocked.Increment(ref client)}";
                var (first, second) = (pair.Item1 with { ClientId = id }, pair.Item2 with { ClientId = id });
                await handler.DeliverAsync(first);
                var applied = await handler.DeliverAsync(second) is Outcome.Applied;
                return applied == OrderingOracle.IsNewer(first, second, Tolerance);
            },
            iter: TestSize.Of(small: 300, full: 1000),
            threads: 2);
    }
}
