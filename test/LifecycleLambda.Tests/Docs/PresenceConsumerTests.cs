using System.Text.Json.Nodes;
using static LifecycleLambda.Tests.Docs.PresenceChange;

namespace LifecycleLambda.Tests.Docs;

/// <summary>The worked consumer of docs/stream.md, on the engine's stream and on changes of the captured records.</summary>
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
        Assert.Equal(expected, records.Select(made => PresenceConsumer.Read(made.Record) is { } change ? change with { RecordId = "" } : null));
    }

    [Fact]
    public void A_removal_by_time_to_live_is_an_expiry()
    {
        var expired = StreamFiles.Records["expired"];

        Assert.Equal(new Expired(Client, (string)expired["eventID"]!), PresenceConsumer.Read(expired));
    }

    [Fact]
    public void A_session_that_seems_to_end_before_it_began_has_no_length()
    {
        var (record, before) = Copy("went-offline");
        before["timestamp"]!["N"] = $"{Noon + Minutes(43)}";

        Assert.Equal(TimeSpan.Zero, Assert.IsType<WentOffline>(PresenceConsumer.Read(record)).SessionLength);
    }

    [Fact]
    public void Sessions_without_an_identifier_have_no_length()
    {
        var (record, before) = Copy("went-offline");
        before.Remove("sessionIdentifier");
        record["dynamodb"]!["NewImage"]!.AsObject().Remove("sessionIdentifier");

        Assert.Null(Assert.IsType<WentOffline>(PresenceConsumer.Read(record)).SessionLength);
    }

    [Fact]
    public void An_item_that_was_provisioned_before_its_client_connected_says_nothing()
    {
        var (connect, before) = Copy("came-online");
        before.Clear();
        Assert.IsType<CameOnline>(PresenceConsumer.Read(connect));

        connect["dynamodb"]!["NewImage"] = new JsonObject { ["site"] = new JsonObject { ["S"] = "Cork" } };
        Assert.Null(PresenceConsumer.Read(connect));
    }

    private static (JsonNode Record, JsonObject OldImage) Copy(string name)
    {
        var record = StreamFiles.Records[name].DeepClone();
        return (record, record["dynamodb"]!["OldImage"]!.AsObject());
    }

    private static DateTimeOffset At(double minute) => DateTimeOffset.FromUnixTimeMilliseconds(Noon + Minutes(minute));
}
