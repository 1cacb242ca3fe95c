namespace LifecycleLambda.Tests.Presence;

public sealed class OrderingRuleTests(EngineFixture engine)
{
    public static TheoryData<string> Names => [.. OrderingCase.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Last_event_of_the_client_is_stored(string name)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();

        var (expected, stored) = await OrderingCase.PlayAsync(name, table, handler);

        Assert.Equal(expected, stored);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Explanation_rejects_the_deliveries_that_the_rule_rejects(string name)
    {
        using var handler = (await engine.CreateTableAsync()).Handler();
        EventState? stored = null;
        foreach (var delivery in OrderingCase.All[name].Deliveries)
        {
            var arriving = EventState.FromEvent(delivery);
            var explanation = stored is null
                ? null
                : OrderingRuleExplanation.Explain(stored, arriving, TimeSpan.FromMinutes(15), isDuplicate: false);

            Assert.Equal(await handler.DeliverAsync(delivery) is Outcome.Applied, explanation is null);
            stored = explanation is null ? arriving : stored;
        }
    }

    [Fact]
    public async Task Rule_uses_the_tolerance_of_the_settings()
    {
        using var handler = (await engine.CreateTableAsync()).Handler(toleranceMinutes: 5);
        await handler.DeliverAsync(Connected(131));

        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Connected(0, Noon + Minutes(5))));
        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Connected(0, Noon + Minutes(5) + 1)));
    }
}
