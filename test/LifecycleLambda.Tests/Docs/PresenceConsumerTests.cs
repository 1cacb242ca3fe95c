using static LifecycleLambda.Tests.Docs.PresenceChange;

namespace LifecycleLambda.Tests.Docs;

/// <summary>Runs the consumers of docs/consumers.md on the engine's stream and on changed copies of the captured records.</summary>
public sealed class PresenceConsumerTests(EngineFixture engine)
{
    private const string Client = "sensor-17";

    private const string RunConsumer =
        "import(process.argv[1]).then(({ handler }) => handler(JSON.parse(require('fs').readFileSync(0))))";

    [Fact]
    public async Task Each_change_is_reported_once_despite_duplicates_or_stale_events()
    {
        var records = await StreamStory.WriteAsync(engine);

        PresenceChange?[] expected =
        [
            new CameOnline(Client, "", At(0)),
            new WentOffline(Client, "", At(42), TimeSpan.FromMinutes(42)),
            null, // one of the user's attributes changed while the client was offline
            new ConfirmedOffline(Client, "", At(52)),
            new CameOnline(Client, "", At(60)),
            new TookOver(Client, "", At(70)),
            null, // one of the user's attributes changed while the client was online
            new WentOffline(Client, "", At(90), TimeSpan.FromMinutes(20)),
            new WentOffline(Client, "", At(95), SessionLength: null), // its connect came too late
            null, // someone removed the item
            new WentOffline("sensor-18", "", At(96), SessionLength: null),
        ];
        Assert.Equal(
            expected, records.Select(made => PresenceConsumer.Read(made.Record) is { } change ? change with { RecordId = "" } : null));
    }

    [Fact]
    public void Removal_by_time_to_live_is_an_expiry()
    {
        var expired = StreamFiles.Records["expired"];
        Assert.Equal(new Expired(Client, (string)expired["eventID"]!), PresenceConsumer.Read(expired));
    }

    [Fact]
    public void Session_that_seems_to_end_before_it_began_has_the_length_zero()
    {
        var (record, before) = Copy("went-offline");
        before["timestamp"]!["N"] = $"{Noon + Minutes(43)}";

        Assert.Equal(TimeSpan.Zero, Assert.IsType<WentOffline>(PresenceConsumer.Read(record)).SessionLength);
    }

    [Fact]
    public void Session_without_an_identifier_has_no_known_length()
    {
        var (record, before) = Copy("went-offline");
        before.Remove("sessionIdentifier");
        record["dynamodb"]!["NewImage"]!.AsObject().Remove("sessionIdentifier");

        Assert.Null(Assert.IsType<WentOffline>(PresenceConsumer.Read(record)).SessionLength);
    }

    [Fact]
    public void Item_that_was_provisioned_before_its_client_connected_is_no_change()
    {
        var (connect, before) = Copy("came-online");
        before.Clear();
        Assert.IsType<CameOnline>(PresenceConsumer.Read(connect));

        connect["dynamodb"]!["NewImage"] = new JsonObject { ["site"] = new JsonObject { ["S"] = "Cork" } };
        Assert.Null(PresenceConsumer.Read(connect));
    }

    [Fact]
    public async Task JavaScript_consumer_reports_the_changes_of_the_CSharp_consumer()
    {
        // Combines each record with each record's old image. In some variants an attribute is unchanged, or missing in both images.
        JsonArray batch =
        [
            .. from record in StreamFiles.Records.Values
               from other in StreamFiles.Records.Values
               from unchanged in (string[])["", "timestamp", "sessionIdentifier"]
               from missing in (string[])["", "eventType", "sessionIdentifier", "offlineConfirmedAt"]
               select Variant(record, other, unchanged, missing),
        ];

        var changes = batch.Select(record => PresenceConsumer.Read(record!)).OfType<PresenceChange>().ToList();
        Assert.Equal(5, changes.Select(change => change.GetType()).Distinct().Count());

        var (exitCode, output, errors) = await LocalProgram.CompleteAsync(
            LocalProgram.StartCommand(["node", "-e", RunConsumer, new Uri(StreamFiles.JavaScriptConsumer).AbsoluteUri]),
            new JsonObject { ["Records"] = batch }.ToJsonString());

        Assert.False(exitCode is 127, "Can't run the JavaScript consumer: node isn't on the PATH. Install Node.js, which includes npm.");
        Assert.True(exitCode is 0, errors);
        Assert.Equal(changes.Select(JavaScript), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static JsonNode Variant(JsonObject record, JsonObject other, string unchanged, string missing)
    {
        var variant = record.DeepClone();
        var (after, before) = (variant["dynamodb"]!["NewImage"]?.AsObject(), other["dynamodb"]!["OldImage"]?.DeepClone().AsObject());
        variant["dynamodb"]!["OldImage"] = before;
        if (before is not null && after?[unchanged] is { } value)
        {
            before[unchanged] = value.DeepClone();
        }

        after?.Remove(missing);
        before?.Remove(missing);
        return variant;
    }

    private static string JavaScript(PresenceChange change) => JsonSerializer.Serialize<object>(change switch
    {
        CameOnline(var clientId, var recordId, var at) => new { kind = "came-online", clientId, recordId, at = JavaScript(at) },
        TookOver(var clientId, var recordId, var at) => new { kind = "took-over", clientId, recordId, at = JavaScript(at) },
        WentOffline(var clientId, var recordId, var at, var length) =>
            new { kind = "went-offline", clientId, recordId, at = JavaScript(at), sessionLengthMs = length?.TotalMilliseconds },
        ConfirmedOffline(var clientId, var recordId, var at) => new { kind = "confirmed-offline", clientId, recordId, at = JavaScript(at) },
        _ => new { kind = "expired", clientId = change.ClientId, recordId = change.RecordId },
    });

    private static string JavaScript(DateTimeOffset time) => $"{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";

    private static (JsonNode Record, JsonObject OldImage) Copy(string name)
    {
        var record = StreamFiles.Records[name].DeepClone();
        return (record, record["dynamodb"]!["OldImage"]!.AsObject());
    }

    private static DateTimeOffset At(double minute) => DateTimeOffset.FromUnixTimeMilliseconds(Noon + Minutes(minute));
}
