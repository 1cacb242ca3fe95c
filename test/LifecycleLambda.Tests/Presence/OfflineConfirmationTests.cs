namespace LifecycleLambda.Tests.Presence;

public sealed class OfflineConfirmationTests(EngineFixture engine) : TableTest(engine)
{
    [Fact]
    public async Task Client_that_is_still_offline_is_confirmed()
    {
        await Handler.DeliverAllAsync(Connected(1), Disconnected(1, Noon + 1));

        await ConfirmAsync(Disconnected(1, Noon + 1));

        var item = (await Table.GetAsync("device"))!;
        Assert.Equal(["disconnected", "1", $"{Noon}"], [item["eventType"].S, item["versionNumber"].N, item["offlineConfirmedAt"].N]);
        Assert.Equal("Confirmed", Log.Outcomes[^1]);
        Assert.DoesNotContain("EventAge", Log.Lines[^1], StringComparison.Ordinal);
        const string Fields = "\"clientId\":\"device\",\"eventType\":\"disconnected\",\"versionNumber\":1";
        Assert.Contains(Fields, Log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_flaps_is_confirmed_for_its_last_disconnect_only()
    {
        await Handler.DeliverAllAsync(Disconnected(1), Connected(2, Noon + 1));
        await ConfirmAsync(Disconnected(1));
        await Handler.DeliverAllAsync(Disconnected(2, Noon + 2), Connected(3, Noon + 3), Disconnected(3, Noon + 4));

        await ConfirmAsync(Disconnected(1));
        await ConfirmAsync(Disconnected(2, Noon + 2));
        Assert.Null(await ConfirmedAtAsync());
        await ConfirmAsync(Disconnected(3, Noon + 4));

        Assert.NotNull(await ConfirmedAtAsync());
        Assert.Equal(["Superseded", "Superseded", "Confirmed"], Log.Outcomes[^3..]);
    }

    [Fact]
    public async Task Second_delivery_of_a_confirmation_changes_nothing()
    {
        await Handler.DeliverAllAsync(Disconnected(1));
        await ConfirmAsync(Disconnected(1));
        Time.Advance(TimeSpan.FromMinutes(1));
        await ConfirmAsync(Disconnected(1));

        Assert.Equal($"{Noon}", await ConfirmedAtAsync());
        Assert.Equal(["Confirmed", "Superseded"], Log.Outcomes[^2..]);
        using var stream = new TableStream(Table.Connection);
        Assert.Equal(2, (await stream.ReadAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Confirmation_that_is_late_does_not_confirm_the_next_disconnect()
    {
        Time.Advance(TimeSpan.FromHours(1));
        await Handler.DeliverAllAsync(Disconnected(1), Disconnected(1, Noon + Minutes(20), session: "again"));

        await ConfirmAsync(Disconnected(1));

        Assert.Null(await ConfirmedAtAsync());
    }

    [Fact]
    public async Task Repaired_disconnect_is_confirmed()
    {
        await Handler.DeliverAllAsync(Disconnected(1));
        await Table.PutAsync(new((await Table.GetAsync("device"))!) { ["versionNumber"] = new() { N = "-1" } });

        await ConfirmAsync(Disconnected(-1));

        Assert.NotNull(await ConfirmedAtAsync());
    }

    [Fact]
    public async Task Confirmation_of_a_deleted_client_creates_no_item()
    {
        await ConfirmAsync(Disconnected(1));

        Assert.Null(await Table.GetAsync("device"));
        Assert.Equal(["Superseded"], Log.Outcomes);
    }

    private async Task ConfirmAsync(LifecycleEvent disconnect) =>
        Assert.Empty(await Handler.DeliverBatchAsync(Bodies.StreamRecord(disconnect)));

    private async Task<string?> ConfirmedAtAsync() => (await Table.GetAsync("device"))!.GetValueOrDefault("offlineConfirmedAt")?.N;
}
