using System.Text.Json.Nodes;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Streams.PresenceChange;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Streams;

/// <summary>The worked consumer of docs/stream.md on the engine's stream.</summary>
public sealed class PresenceConsumerTests(EngineFixture engine)
{
    private const string Client = "sensor-17";

    [Fact]
    public async Task Says_once_what_happened_whatever_was_delivered()
    {
        var records = await StreamStory.TellAsync(engine);

        PresenceChange?[] expected =
        [
            new CameOnline(Client, "", At(0)),
            new WentOffline(Client, "", At(42), TimeSpan.FromMinutes(42)),
            null, // an attribute of the user's, while it is offline
            new ConfirmedOffline(Client, "", At(52)),
            new CameOnline(Client, "", At(60)),
            new TookOver(Client, "", At(70)),
            null, // an attribute of the user's, while it is online
            new WentOffline(Client, "", At(90), TimeSpan.FromMinutes(20)),
            new WentOffline(Client, "", At(95), SessionLength: null), // its connect came too late
            null, // removed by hand
            new WentOffline("sensor-18", "", At(96), SessionLength: null),
        ];
        Assert.Equal(expected, records.Select(record => PresenceConsumer.Read(record.Value) is { } change ? change with { RecordId = "" } : null));
    }

    [Fact]
    public async Task A_removal_by_time_to_live_is_an_expiry()
    {
        var removed = (await StreamStory.TellAsync(engine)).Single(record => record.Key is "removed").Value;
        removed["userIdentity"] = StreamFiles.Records["expired"]["userIdentity"]!.DeepClone();

        Assert.Equal(new Expired(Client, (string)removed["eventID"]!), PresenceConsumer.Read(removed));
    }

    [Fact]
    public async Task A_session_that_seems_to_end_before_it_began_has_no_length()
    {
        var records = await RecordsAsync(Connected(4, Noon), Disconnected(4, Noon - 30_000));

        Assert.Equal(TimeSpan.Zero, Assert.IsType<WentOffline>(PresenceConsumer.Read(records[1])).SessionLength);
    }

    [Fact]
    public async Task Sessions_without_an_identifier_have_no_length()
    {
        var records = await RecordsAsync(
            Connected(4, Noon) with { SessionIdentifier = null }, Disconnected(4, Noon + 1000) with { SessionIdentifier = null });

        Assert.Null(Assert.IsType<WentOffline>(PresenceConsumer.Read(records[1])).SessionLength);
    }

    [Fact]
    public async Task An_item_that_was_provisioned_before_its_client_connected_says_nothing()
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();
        using var stream = new TableStream(engine.Endpoint, table.Name);

        await table.PutAsync(new() { ["clientId"] = new("device"), ["site"] = new("Cork") });
        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Connected(4)));

        var changes = (await stream.ReadAsync(TestContext.Current.CancellationToken)).Select(PresenceConsumer.Read);
        Assert.Collection(changes, Assert.Null, change => Assert.IsType<CameOnline>(change));
    }

    private async Task<List<JsonObject>> RecordsAsync(params LifecycleEvent[] events)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();
        foreach (var lifecycleEvent in events)
        {
            Assert.Equal(Outcome.Applied, await handler.DeliverAsync(lifecycleEvent));
        }

        using var stream = new TableStream(engine.Endpoint, table.Name);
        return await stream.ReadAsync(TestContext.Current.CancellationToken);
    }

    private static DateTimeOffset At(double minute) => DateTimeOffset.FromUnixTimeMilliseconds(Noon + Minutes(minute));
}
