using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Sqs;

/// <summary>A disconnect is confirmed only while the item shows it, and once (docs/design.md, "Payloads").</summary>
public sealed class StreamRecordTests(EngineFixture engine) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Noon + 60_000));
    private readonly TestLog _log = new();
    private TestTable _table = null!;
    private LifecycleHandler _handler = null!;

    public async ValueTask InitializeAsync()
    {
        _table = await engine.CreateTableAsync();
        _handler = _table.Handler(log: _log, time: _time);
    }

    public ValueTask DisposeAsync()
    {
        _handler.Dispose();
        return _log.DisposeAsync();
    }

    [Fact]
    public async Task Client_that_is_still_away_is_confirmed()
    {
        await DeliverAsync(Connected(1), Disconnected(1, Noon + 1));

        await ConfirmAsync(Disconnected(1, Noon + 1));

        var item = (await _table.GetAsync("device"))!;
        Assert.Equal(["disconnected", "1", $"{Noon + 60_000}"], [item["eventType"].S, item["versionNumber"].N, item["offlineConfirmedAt"].N]);
        Assert.Equal("Confirmed", _log.Outcomes[^1]);
        Assert.DoesNotContain("EventAge", _log.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("\"clientId\":\"device\",\"eventType\":\"disconnected\",\"versionNumber\":1", _log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_flaps_is_confirmed_for_its_last_disconnect_only()
    {
        await DeliverAsync(Disconnected(1), Connected(2, Noon + 1));
        await ConfirmAsync(Disconnected(1));
        await DeliverAsync(Disconnected(2, Noon + 2), Connected(3, Noon + 3), Disconnected(3, Noon + 4));

        await ConfirmAsync(Disconnected(1));
        await ConfirmAsync(Disconnected(2, Noon + 2));
        Assert.Null(await ConfirmedAtAsync());
        await ConfirmAsync(Disconnected(3, Noon + 4));

        Assert.NotNull(await ConfirmedAtAsync());
        Assert.Equal(["Superseded", "Superseded", "Confirmed"], _log.Outcomes[^3..]);
    }

    [Fact]
    public async Task Second_delivery_changes_nothing()
    {
        await DeliverAsync(Disconnected(1));
        await ConfirmAsync(Disconnected(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        await ConfirmAsync(Disconnected(1));

        Assert.Equal($"{Noon + 60_000}", await ConfirmedAtAsync());
        Assert.Equal(["Confirmed", "Superseded"], _log.Outcomes[^2..]);
        using var stream = new TableStream(engine.Endpoint, _table.Name);
        Assert.Equal(2, (await stream.ReadAsync(TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task Confirmation_that_is_late_does_not_confirm_the_next_disconnect()
    {
        _time.Advance(TimeSpan.FromHours(1));
        await DeliverAsync(Disconnected(1), Disconnected(1, Noon + Minutes(20), session: "again"));
        await ConfirmAsync(Disconnected(1));
        Assert.Null(await ConfirmedAtAsync());
    }

    [Fact]
    public async Task Client_that_is_gone_from_the_table_is_not_brought_back()
    {
        await ConfirmAsync(Disconnected(1));

        Assert.Null(await _table.GetAsync("device"));
        Assert.Equal(["Superseded"], _log.Outcomes);
    }

    [Theory]
    [InlineData("{}", "dynamodb.NewImage")]
    [InlineData("""{"NewImage":{"eventType":{"S":"disconnected"}}}""", "clientId")]
    [InlineData("""{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"connected"}}}""", "eventType")]
    [InlineData("""{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"disconnected"},"timestamp":{"N":"x"}}}""", "timestamp")]
    [InlineData("""{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"disconnected"},"timestamp":{"N":"1"}}}""", "versionNumber")]
    public async Task Record_of_something_else_is_invalid(string change, string field)
    {
        Assert.Equal(["m0"], await _handler.DeliverBatchAsync($$"""{"eventSource":"aws:dynamodb","dynamodb":{{change}}}"""));
        Assert.Contains(field, Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.Equal(["Invalid"], _log.Outcomes);
    }

    private async Task DeliverAsync(params LifecycleEvent[] events)
    {
        foreach (var lifecycleEvent in events)
        {
            await _handler.DeliverAsync(lifecycleEvent);
        }
    }

    private async Task ConfirmAsync(LifecycleEvent disconnect) =>
        Assert.Empty(await _handler.DeliverBatchAsync(Bodies.StreamRecord(disconnect)));

    private async Task<string?> ConfirmedAtAsync() => (await _table.GetAsync("device"))!.GetValueOrDefault("offlineConfirmedAt")?.N;
}
