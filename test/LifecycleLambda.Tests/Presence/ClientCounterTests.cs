namespace LifecycleLambda.Tests.Presence;

public sealed class ClientCounterTests(EngineFixture engine) : TableTest(engine)
{
    private static readonly byte[] Request = """{"count":"clients"}"""u8.ToArray();

    [Fact]
    public async Task Counts_the_connected_and_the_known_clients_of_every_page_in_one_metric_line()
    {
        // More than the 1 MB of one page: what a user's own attribute can take.
        var notes = new string('x', 100_000);
        for (var i = 0; i < 30; i++)
        {
            await Table.PutAsync(new()
            {
                ["clientId"] = new($"client-{i}"),
                ["eventType"] = new(i % 3 is 0 ? "connected" : "disconnected"),
                ["notes"] = new(notes),
            });
        }

        await Table.PutAsync(new() { ["clientId"] = new("provisioned, never connected") });

        Assert.Equal("""{"outcome":"Counted"}""", await AnswerAsync(Cancellation));

        var line = JsonElement.Parse(Assert.Single(Log.Lines));
        Assert.Equal(10, line.GetProperty("ConnectedClients").GetInt32());
        Assert.Equal(31, line.GetProperty("KnownClients").GetInt32());
        Assert.True(line.GetProperty("CountDuration").GetInt64() >= 0);
        var metrics = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics");
        Assert.Equal(["ConnectedClients", "KnownClients", "CountDuration"], metrics.EnumerateArray().Select(metric => metric.GetProperty("Name").GetString()));
    }

    [Fact]
    public async Task Count_that_the_deadline_ends_reports_how_far_it_came()
    {
        Assert.Equal("""{"outcome":"Failed"}""", await AnswerAsync(new CancellationToken(canceled: true)));

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

    private async Task<string> AnswerAsync(CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await Handler.HandleAsync(Request, "request", cancellationToken)).Span);
}
