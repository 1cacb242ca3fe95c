namespace LifecycleLambda.Tests.Presence;

public sealed class ClientCounterTests(EngineFixture engine) : TableTest(engine)
{
    private static readonly byte[] Request = """{"count":"clients"}"""u8.ToArray();

    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    public async Task Clients_of_every_page_are_counted(int segments)
    {
        // The items take 3 MB, and a page holds 1 MB.
        var notes = new string('x', 100_000);
        for (var i = 0; i < 30; i++)
        {
            var eventType = i % 3 is 0 ? "connected" : "disconnected";
            await Table.PutAsync(new() { ["clientId"] = new($"client-{i}"), ["eventType"] = new(eventType), ["notes"] = new(notes) });
        }

        await Table.PutAsync(new() { ["clientId"] = new("provisioned, never connected") });

        var scans = 0;
        using var handler = Table.Handler(new RequestRewriter(_ => Interlocked.Increment(ref scans)), Log, countSegments: segments);
        Assert.Equal("""{"outcome":"Counted"}""", await CountAsync(handler, Cancellation));

        var line = JsonElement.Parse(Assert.Single(Log.Lines));
        Assert.True(scans >= segments, $"{scans} requests");
        Assert.Equal(10, line.GetProperty("ConnectedClients").GetInt32());
        Assert.Equal(31, line.GetProperty("KnownClients").GetInt32());
        Assert.Equal(["ConnectedClients KnownClients CountDuration"], Log.MetricNames);
    }

    [Fact]
    public async Task Duration_of_the_count_is_a_metric()
    {
        // Each of the four requests advances the clock by 5 ms.
        using var handler = Table.Handler(new RequestRewriter(_ => Time.Advance(TimeSpan.FromMilliseconds(5))), Log, Time);

        await CountAsync(handler, Cancellation);

        Assert.Contains("\"CountDuration\":20,", Assert.Single(Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_that_the_deadline_ends_reports_its_progress()
    {
        Assert.Equal("""{"outcome":"Failed"}""", await CountAsync(Handler, new CancellationToken(canceled: true)));

        Assert.Equal(["Failed"], Log.Outcomes);
        Assert.Contains($"Cannot count the clients in table {Table.Name} beyond 0 in 0 pages: ", Log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payload_of_a_rule_or_a_queue_triggers_no_count()
    {
        // A device can publish this request with Basic Ingest, but the rule adds the topic.
        var forged = """{"count":"clients","topic":"device"}"""u8.ToArray();

        await Assert.ThrowsAsync<InvalidLifecycleEventException>(() => Handler.HandleAsync(forged, "request", Cancellation));

        Assert.Equal(["m0"], await Handler.DeliverBatchAsync(Encoding.UTF8.GetString(Request)));
    }

    private static async Task<string> CountAsync(LifecycleHandler handler, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await handler.HandleAsync(Request, "request", cancellationToken)).Span);
}
