using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Presence;

public sealed class OrderingRuleTests(EngineFixture engine)
{
    public static TheoryData<string> Names() => [.. OrderingCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_true_event_is_stored(string name)
    {
        var (deliveries, truth) = OrderingCases.All[name];
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();

        foreach (var delivery in deliveries)
        {
            await handler.DeliverAsync(delivery);
        }

        ItemAssert.Shows(truth, await table.GetAsync(truth.ClientId));
    }

    [Fact]
    public async Task Item_provisioned_without_a_version_takes_the_first_event_and_keeps_its_tags()
    {
        var table = await engine.CreateTableAsync();
        await table.PutAsync(new() { ["clientId"] = new("device"), ["site"] = new("Bremen") });
        using var handler = table.Handler();

        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(SampleEvents.Disconnected(0)));

        var item = await table.GetAsync("device");
        ItemAssert.Shows(SampleEvents.Disconnected(0), item);
        Assert.Equal("Bremen", item!["site"].S);
    }

    [Fact]
    public async Task Tolerance_is_the_setting()
    {
        var table = await engine.CreateTableAsync();
        var settings = TestTable.SettingsFor(table.Name);
        settings = settings with { TimestampTolerance = TimeSpan.FromMinutes(5) };
        using var handler = TestHandler.On(table.Connection, settings);

        await handler.DeliverAsync(SampleEvents.Connected(131));

        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(SampleEvents.Connected(0, SampleEvents.Noon + SampleEvents.Minutes(5))));
        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(SampleEvents.Connected(0, SampleEvents.Noon + SampleEvents.Minutes(5) + 1)));
    }
}
