namespace LifecycleLambda.Tests.Presence;

public sealed class ClientCounterTests(EngineFixture engine) : TableTest(engine)
{
    private static readonly byte[] Request = """{"count":"clients"}"""u8.ToArray();

    [Fact]
    public async Task Clients_of_every_page_are_counted()
    {
        // More than the 1 MB of one page: what a user's own attribute can take.
        var notes = new string('x', 100_000);
        for (var i = 0; i < 30; i++)
        {
            var eventType = i % 3 is 0 ? "connected" : "disconnected";
            await Table.PutAsync(new() { ["clientId"] = new($"client-{i}"), ["eventType"] = new(eventType), ["notes"] = new(notes) });
        }

        await Table.PutAsync(new() { ["clientId"] = new("provisioned, never connected") });

        Assert.Equal("""{"outcome":"Counted"}""", await AnswerAsync(Handler, Cancellation));

        var line = JsonElement.Parse(Assert.Single(Log.Lines));
        Assert.Equal(10, line.GetProperty("ConnectedClients").GetInt32());
        Assert.Equal(31, line.GetProperty("KnownClients").GetInt32());
        Assert.Equal(["ConnectedClients KnownClients CountDuration"], Log.MetricNames);
    }

    [Fact]
    public async Task Duration_of_the_count_is_a_metric()
    {
        // The engine's four answers take 5 ms each.
        using var handler = Table.Handler(new RequestRewriter(_ => Time.Advance(TimeSpan.FromMilliseconds(5))), Log, Time);

        await AnswerAsync(handler, Cancellation);

        Assert.Contains("\"CountDuration\":20,", Assert.Single(Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_that_the_deadline_ends_reports_how_far_it_came()
    {
        Assert.Equal("""{"outcome":"Failed"}""", await AnswerAsync(Handler, new CancellationToken(canceled: true)));

        Assert.Equal(["Failed"], Log.Outcomes);
        Assert.Contains($"Cannot count the clients in table {Table.Name} beyond 0 in 0 pages: ", Log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payload_of_a_rule_or_a_queue_is_no_count_request()
    {
        // As a device could publish it with Basic Ingest; the rule adds the topic.
        var forged = """{"count":"clients","topic":"device"}"""u8.ToArray();

        await Assert.ThrowsAsync<InvalidLifecycleEventException>(() => Handler.HandleAsync(forged, "request", Cancellation));

        Assert.Equal(["m0"], await Handler.DeliverBatchAsync(Encoding.UTF8.GetString(Request)));
    }

    private static async Task<string> AnswerAsync(LifecycleHandler handler, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await handler.HandleAsync(Request, "request", cancellationToken)).Span);
}
