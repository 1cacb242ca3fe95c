using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Pipes;
using LifecycleLambda.Tests.Local.Online;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class VerifyRepairTests(EngineFixture engine) : IAsyncLifetime
{
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private FakeIot _iot = null!;
    private TestTable _table = null!;
    private LifecycleHandler _handler = null!;

    public async ValueTask InitializeAsync()
    {
        _iot = await FakeIot.StartAsync();
        _table = await engine.CreateTableAsync();
        _handler = _table.Handler(retainDays: 30);
    }

    public async ValueTask DisposeAsync()
    {
        _handler.Dispose();
        await _iot.DisposeAsync();
    }

    [Fact]
    public async Task Client_that_is_wrongly_offline_becomes_online()
    {
        await StoreAsync(Disconnected(7, Ago(60)));
        await _handler.DeliverBatchAsync(Bodies.StreamRecord(Disconnected(7, Ago(60))));
        _iot.Answers["device"] = FakeIot.Connected(Ago(30));

        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");

        await AssertItemAsync($"""
            clientId device
            connectedAt {Ago(30)}
            disconnectedAt {Ago(60)}
            eventType connected
            site Cork
            thingName thing
            timestamp {Ago(30)}
            versionNumber -1
            """);
    }

    [Fact]
    public async Task Client_that_is_wrongly_online_becomes_offline()
    {
        await StoreAsync(Connected(7, Ago(60)));
        _iot.Answers["device"] = FakeIot.Disconnected(Ago(30));

        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");

        await AssertItemAsync($"""
            clientId device
            connectedAt {Ago(60)}
            disconnectReason CONNECTION_LOST
            disconnectedAt {Ago(30)}
            eventType disconnected
            ipAddress {Secrets.Address}
            site Cork
            timestamp {Ago(30)}
            versionNumber -1
            """);
    }

    [Fact]
    public async Task Missing_clients_become_online()
    {
        await _table.PutAsync(new() { ["clientId"] = new("provisioned"), ["site"] = new("Cork") });
        _iot.Answers["provisioned"] = FakeIot.Connected(Ago(30));
        _iot.Answers["unknown"] = FakeIot.Connected(Ago(30));

        await RepairAsync("The table is right about 0 of 2 clients; 2 are missing; 2 are repaired.", clients: "unknown");

        Assert.Equal("connected", (await _table.GetAsync("unknown"))!["eventType"].S);
        Assert.Equal("connected", (await _table.GetAsync("provisioned"))!["eventType"].S);
        Assert.Equal("Cork", (await _table.GetAsync("provisioned"))!["site"].S);
    }

    [Fact]
    public async Task Time_that_AWS_IoT_does_not_report_is_the_time_of_the_request()
    {
        await StoreAsync(Connected(7, Ago(60)));

        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");

        var item = (await _table.GetAsync("device"))!;
        Assert.InRange(long.Parse(item["timestamp"].N), Now, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Equal(item["timestamp"].N, item["disconnectedAt"].N);
    }

    [Fact]
    public async Task Repaired_table_is_right()
    {
        await StoreAsync(Connected(7, Ago(60)));
        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");

        await RepairAsync("The table is right about 1 of 1 clients.");
    }

    [Fact]
    public async Task Event_that_arrives_before_the_repair_wins()
    {
        await StoreAsync(Disconnected(7, Ago(60)));
        _iot.Answers["device"] = async context =>
        {
            await _handler.DeliverAsync(Connected(8, Ago(29)));
            await FakeIot.Connected(Ago(30))(context);
        };

        await RepairAsync("The table is right about 0 of 0 clients; 1 event is on its way.");

        Assert.Equal("8", (await _table.GetAsync("device"))!["versionNumber"].N);
    }

    [Theory]
    [InlineData("the events of the session, late", true, 7, 30)]
    [InlineData("the same after a reset", true, 0, 30)]
    [InlineData("the next session", true, 8, 1)]
    [InlineData("a clock that is two minutes early", true, 8, 32)]
    [InlineData("an earlier session within the tolerance", true, 6, 45)]
    [InlineData("an earlier session beyond the tolerance", false, 6, 46)]
    public async Task Event_after_a_repair_follows_the_ordering_rule(string _, bool isApplied, long version, double minutes)
    {
        await StoreAsync(Disconnected(7, Ago(60)));
        _iot.Answers["device"] = FakeIot.Connected(Ago(30));
        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");

        var delivered = Disconnected(version, Ago(minutes));

        Assert.Equal(isApplied ? Outcome.Applied : Outcome.Stale, await _handler.DeliverAsync(delivered));
        Assert.Equal(isApplied ? engine.Duplicate : Outcome.Stale, await _handler.DeliverAsync(delivered));
        Assert.Equal(isApplied ? Outcome.Applied : Outcome.Stale, await _handler.DeliverAsync(Connected(version + 1, Ago(minutes))));
    }

    [Fact]
    public async Task Repaired_disconnect_is_confirmed_from_the_stream()
    {
        await StoreAsync(Connected(7, Ago(60)));
        _iot.Answers["device"] = FakeIot.Disconnected(Ago(30));
        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");
        var record = await LastRecordAsync();
        var pipe = TemplatePipe.Read("OfflineConfirmationPipe");

        Assert.True(pipe.Accepts(record));
        Assert.Empty(await _handler.DeliverBatchAsync(pipe.Transform(record).ToJsonString()));

        Assert.True((await _table.GetAsync("device"))!.ContainsKey("offlineConfirmedAt"));
    }

    [Fact]
    public async Task Repair_is_an_event_on_the_bus()
    {
        await StoreAsync(Disconnected(7, Ago(60)));
        _iot.Answers["device"] = FakeIot.Connected(Ago(30));
        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");

        var (kind, sent) = Assert.Single(BusPipe.Send([await LastRecordAsync()]));

        Assert.Equal("device-connected", kind);
        Assert.Equal("-1", $"{sent["detail"]!["versionNumber"]}");
    }

    [Fact]
    public async Task Repaired_item_is_shown()
    {
        await StoreAsync(Disconnected(7, Ago(60)));
        _iot.Answers["device"] = FakeIot.Connected(Ago(30));
        await RepairAsync("The table is right about 0 of 1 clients; 1 is wrong; 1 is repaired.");

        var shown = await LocalProgram.RunAsync("", ["show", "device", .. _table.Options]);
        var count = await LocalProgram.RunAsync("", ["online", "--count", .. _table.Options]);

        Assert.StartsWith("device is online since", shown.Output, StringComparison.Ordinal);
        Assert.Equal("online 1\nknown 1\n", count.Output);
    }

    private static long Ago(double minutes) => Now - Minutes(minutes);

    private async Task<JsonObject> LastRecordAsync()
    {
        using var stream = new TableStream(_table.Connection);
        return (await stream.ReadAsync(Cancellation))[^1];
    }

    /// <summary>Stores an event, and an attribute of the table's owner.</summary>
    private async Task StoreAsync(LifecycleEvent stored)
    {
        await _handler.DeliverAsync(stored);
        var item = (await _table.GetAsync("device"))!;
        await _table.PutAsync(new(item) { ["site"] = new("Cork") });
    }

    private async Task RepairAsync(string summary, string clients = "")
    {
        var result = await LocalProgram.RunAsync(
            clients, ["verify", "--repair", "--iot-endpoint", $"{_iot.Endpoint}", "--clients", "-", .. _table.Options]);

        Assert.Equal(summary, result.Lines[^1]);
        Assert.Equal(0, result.ExitCode);
    }

    private async Task AssertItemAsync(string expected)
    {
        var item = (await _table.GetAsync("device"))!;
        var lines = item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(Line);

        Assert.Equal(expected, string.Join('\n', lines));

        static string Line(KeyValuePair<string, AttributeValue> attribute) => $"{attribute.Key} {attribute.Value.S ?? attribute.Value.N}";
    }
}
