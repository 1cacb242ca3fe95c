using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Presence;

/// <summary>What is stored (docs/design.md, "The item").</summary>
public sealed class StoredItemTests(EngineFixture engine)
{
    [Fact]
    public async Task Connect_stores_its_fields()
    {
        var (table, handler) = await StartAsync();
        await handler.DeliverAsync(Connected(4) with { ThingName = "pump" });

        Assert.Equal(
            "clientId=device connectedAt=1767268800000 eventType=connected ipAddress=192.0.2.1 principalIdentifier=principal-of-test "
            + "sessionIdentifier=s4 thingName=pump timestamp=1767268800000 versionNumber=4",
            Text(await table.GetAsync("device")));
    }

    [Fact]
    public async Task Disconnect_keeps_the_connect_time_and_the_last_known_address()
    {
        var (table, handler) = await StartAsync();
        await handler.DeliverAsync(Connected(4));
        await handler.DeliverAsync(Disconnected(4, Noon + 500) with { PrincipalIdentifier = null });

        Assert.Equal(
            "clientId=device clientInitiatedDisconnect=false connectedAt=1767268800000 disconnectReason=CONNECTION_LOST "
            + "disconnectedAt=1767268800500 eventType=disconnected ipAddress=192.0.2.1 sessionIdentifier=s4 "
            + "timestamp=1767268800500 versionNumber=4",
            Text(await table.GetAsync("device")));
    }

    [Fact]
    public async Task Connect_removes_what_belongs_to_the_disconnect()
    {
        var (table, handler) = await StartAsync(retainDays: 30);
        await handler.DeliverAsync(Disconnected(4));
        await handler.DeliverAsync(Connected(5, Noon + 500) with { IpAddress = null, SessionIdentifier = null });

        Assert.Equal(
            "clientId=device connectedAt=1767268800500 disconnectedAt=1767268800000 eventType=connected "
            + "principalIdentifier=principal-of-test timestamp=1767268800500 versionNumber=5",
            Text(await table.GetAsync("device")));
    }

    [Fact]
    public async Task Disconnect_without_its_optional_fields_leaves_none_of_an_earlier_one()
    {
        var (table, handler) = await StartAsync();
        await handler.DeliverAsync(Disconnected(4) with { ThingName = "pump" });
        await handler.DeliverAsync(Disconnected(5, Noon + 500) with { ClientInitiatedDisconnect = null, DisconnectReason = null });

        Assert.Equal(
            "clientId=device disconnectedAt=1767268800500 eventType=disconnected principalIdentifier=principal-of-test "
            + "sessionIdentifier=s5 timestamp=1767268800500 versionNumber=5",
            Text(await table.GetAsync("device")));
    }

    [Fact]
    public async Task Retention_sets_the_time_to_live_in_whole_seconds()
    {
        var (table, handler) = await StartAsync(retainDays: 30);
        await handler.DeliverAsync(Disconnected(4, Noon + 999));

        Assert.Equal($"{(Noon / 1000) + (30 * 86_400)}", (await table.GetAsync("device"))!["expiresAt"].N);
    }

    [Fact]
    public async Task Retention_switched_off_removes_the_time_to_live_at_the_next_disconnect()
    {
        var (table, handler) = await StartAsync(retainDays: 30);
        await handler.DeliverAsync(Disconnected(4));
        using var without = table.Handler();
        await without.DeliverAsync(Disconnected(5, Noon + 1));

        Assert.False((await table.GetAsync("device"))!.ContainsKey("expiresAt"));
    }

    [Fact]
    public async Task Applied_event_removes_the_offline_confirmation_and_keeps_what_is_not_ours()
    {
        var (table, handler) = await StartAsync();
        await table.PutAsync(new()
        {
            ["clientId"] = new("device"),
            ["owner"] = new("somebody"),
            ["offlineConfirmedAt"] = new() { N = "1" },
        });
        await handler.DeliverAsync(Disconnected(0));

        var item = await table.GetAsync("device");
        Assert.False(item!.ContainsKey("offlineConfirmedAt"));
        Assert.Equal("somebody", item["owner"].S);
    }

    [Fact]
    public async Task Outcomes_of_a_second_and_an_older_delivery()
    {
        var (table, handler) = await StartAsync();

        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Connected(4)));
        Assert.Equal(engine.Duplicate, await handler.DeliverAsync(Connected(4)));
        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Connected(4) with { SessionIdentifier = "another" }));
        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Connected(4) with { SessionIdentifier = null }));
        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Connected(3)));
        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Disconnected(4)));
        Assert.Equal(engine.Duplicate, await handler.DeliverAsync(Disconnected(4)));
        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Connected(4)));
        Assert.NotNull(await table.GetAsync("device"));
    }

    [Fact]
    public async Task Two_absent_sessions_are_equal()
    {
        var (_, handler) = await StartAsync();
        await handler.DeliverAsync(Connected(4) with { SessionIdentifier = null });

        Assert.Equal(engine.Duplicate, await handler.DeliverAsync(Connected(4) with { SessionIdentifier = null }));
        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Connected(4)));
    }

    private async Task<(TestTable Table, LifecycleHandler Handler)> StartAsync(int retainDays = 0)
    {
        var table = await engine.CreateTableAsync();
        return (table, table.Handler(retainDays: retainDays));
    }

    private static string Text(Dictionary<string, AttributeValue>? item) =>
        string.Join(' ', item!.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={Value(a.Value)}"));

    private static string Value(AttributeValue value) => value.S ?? value.N ?? (value.BOOL is true ? "true" : "false");
}
