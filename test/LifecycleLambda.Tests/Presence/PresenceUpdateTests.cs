using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Tests.Presence;

public sealed class PresenceUpdateTests(EngineFixture engine) : TableTest(engine)
{
    [Fact]
    public async Task Connect_stores_its_fields()
    {
        var item = await StoredAsync(retainDays: 30, Connected(4) with { ThingName = "pump" });

        Assert.Equal(
            "clientId=device connectedAt=1767268800000 eventType=connected ipAddress=192.0.2.1 principalIdentifier=principal-of-test "
                + "sessionIdentifier=s4 thingName=pump timestamp=1767268800000 versionNumber=4",
            item);
    }

    [Fact]
    public async Task Disconnect_keeps_the_attributes_of_the_connect()
    {
        var item = await StoredAsync(retainDays: 0, Connected(4), Disconnected(4, Noon + 500) with { PrincipalIdentifier = null });

        Assert.Equal(
            "clientId=device clientInitiatedDisconnect=false connectedAt=1767268800000 disconnectReason=CONNECTION_LOST "
                + "disconnectedAt=1767268800500 eventType=disconnected ipAddress=192.0.2.1 sessionIdentifier=s4 "
                + "timestamp=1767268800500 versionNumber=4",
            item);
    }

    [Fact]
    public async Task Connect_removes_the_fields_of_the_disconnect()
    {
        var item = await StoredAsync(
            retainDays: 30, Disconnected(4), Connected(5, Noon + 500) with { IpAddress = null, SessionIdentifier = null });

        Assert.Equal(
            "clientId=device connectedAt=1767268800500 disconnectedAt=1767268800000 eventType=connected "
                + "principalIdentifier=principal-of-test timestamp=1767268800500 versionNumber=5",
            item);
    }

    [Fact]
    public async Task Disconnect_removes_the_optional_fields_of_an_earlier_one()
    {
        var item = await StoredAsync(
            retainDays: 0,
            Disconnected(4) with { ThingName = "pump" },
            Disconnected(5, Noon + 500) with { ClientInitiatedDisconnect = null, DisconnectReason = null });

        Assert.Equal(
            "clientId=device disconnectedAt=1767268800500 eventType=disconnected principalIdentifier=principal-of-test "
                + "sessionIdentifier=s5 timestamp=1767268800500 versionNumber=5",
            item);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Personal_data_that_must_not_be_stored_is_removed(bool disconnects)
    {
        await StoredAsync(retainDays: 0, Connected(4));
        using var handler = Table.Handler(storesPersonalData: false);

        await handler.DeliverAsync(disconnects ? Disconnected(4) : Connected(5));

        Assert.Empty((await Table.GetAsync("device"))!.Keys.Intersect(["ipAddress", "principalIdentifier"]));
        await handler.DeliverAsync(Connected(0, client: "another"));
        Assert.Empty((await Table.GetAsync("another"))!.Keys.Intersect(["ipAddress", "principalIdentifier"]));
    }

    [Fact]
    public async Task Retention_sets_the_time_to_live_in_whole_seconds()
    {
        var item = await StoredAsync(retainDays: 30, Disconnected(4, Noon + 999));

        Assert.Contains($" expiresAt={(Noon / 1000) + (30 * 86_400)} ", item, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_retention_removes_the_time_to_live()
    {
        await StoredAsync(retainDays: 30, Disconnected(4));

        Assert.DoesNotContain("expiresAt", await StoredAsync(retainDays: 0, Disconnected(5, Noon + 1000)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_removes_the_offline_confirmation()
    {
        await Table.PutAsync(new() { ["clientId"] = new("device"), ["offlineConfirmedAt"] = new() { N = "1" } });

        Assert.DoesNotContain("offlineConfirmedAt", await StoredAsync(retainDays: 0, Disconnected(0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_keeps_the_attributes_of_other_programs()
    {
        await Table.PutAsync(new() { ["clientId"] = new("device"), ["owner"] = new("somebody") });

        Assert.Contains("owner=somebody", await StoredAsync(retainDays: 0, Disconnected(0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcome_distinguishes_duplicates_from_stale_events()
    {
        Assert.Equal(Outcome.Applied, await Handler.DeliverAsync(Connected(4)));
        Assert.Equal(Engine.Duplicate, await Handler.DeliverAsync(Connected(4)));
        Assert.Equal(Outcome.Stale, await Handler.DeliverAsync(Connected(4) with { SessionIdentifier = "another" }));
        Assert.Equal(Outcome.Stale, await Handler.DeliverAsync(Connected(4) with { SessionIdentifier = null }));
        Assert.Equal(Outcome.Stale, await Handler.DeliverAsync(Connected(3)));
        Assert.Equal(Outcome.Applied, await Handler.DeliverAsync(Disconnected(4) with { SessionIdentifier = null }));
        Assert.Equal(Engine.Duplicate, await Handler.DeliverAsync(Disconnected(4) with { SessionIdentifier = null }));
        Assert.Equal(Outcome.Stale, await Handler.DeliverAsync(Disconnected(4)));
        Assert.Equal(Outcome.Stale, await Handler.DeliverAsync(Connected(4)));
    }

    /// <summary>Delivers these events and returns the item's attributes in alphabetical order.</summary>
    private async Task<string> StoredAsync(int retainDays, params LifecycleEvent[] events)
    {
        using var handler = Table.Handler(retainDays: retainDays);
        foreach (var lifecycleEvent in events)
        {
            Assert.Equal(Outcome.Applied, await handler.DeliverAsync(lifecycleEvent));
        }

        var item = (await Table.GetAsync("device"))!;
        return string.Join(' ', item.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={Value(a.Value)}"));
    }

    private static string Value(AttributeValue value) => value.S ?? value.N ?? (value.BOOL is true ? "true" : "false");
}
