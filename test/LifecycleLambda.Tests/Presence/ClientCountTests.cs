using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Presence;

public sealed class ClientCountTests(EngineFixture engine)
{
    private static readonly byte[] Request = """{"count":"clients"}"""u8.ToArray();

    [Fact]
    public async Task Counts_the_connected_and_the_known_clients_of_every_page_in_one_metric_line()
    {
        var table = await engine.CreateTableAsync();
        using var log = new TestLog();
        using var handler = table.Handler(log: log);
        // More than the 1 MB of one page: what a user's own attribute can take.
        var notes = new string('x', 100_000);
        for (var i = 0; i < 30; i++)
        {
            await table.PutAsync(new()
            {
                ["clientId"] = new($"client-{i}"),
                ["eventType"] = new(i % 3 is 0 ? "connected" : "disconnected"),
                ["notes"] = new(notes),
            });
        }

        await table.PutAsync(new() { ["clientId"] = new("provisioned, never connected") });

        Assert.Equal("""{"outcome":"Counted"}""", await AnswerAsync(handler, TestContext.Current.CancellationToken));

        var line = JsonElement.Parse(Assert.Single(log.Lines));
        Assert.Equal(10, line.GetProperty("ConnectedClients").GetInt32());
        Assert.Equal(31, line.GetProperty("KnownClients").GetInt32());
        Assert.True(line.GetProperty("CountDuration").GetInt64() >= 0);
        var metrics = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics");
        Assert.Equal(["ConnectedClients", "KnownClients", "CountDuration"], metrics.EnumerateArray().Select(metric => metric.GetProperty("Name").GetString()));
    }

    [Fact]
    public async Task Count_that_the_deadline_ends_says_how_far_it_came_and_is_not_delivered_again()
    {
        var table = await engine.CreateTableAsync();
        using var log = new TestLog();
        using var handler = table.Handler(log: log);

        Assert.Equal("""{"outcome":"Failed"}""", await AnswerAsync(handler, new CancellationToken(canceled: true)));

        Assert.Equal(["Failed"], log.Outcomes);
        Assert.Contains($"The clients in the table {table.Name} were not counted beyond 0 in 0 pages: ", log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payload_that_comes_over_a_rule_or_a_queue_is_no_count_request()
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();
        // As a device could publish it with Basic Ingest; the rule adds the topic.
        var forged = """{"count":"clients","topic":"device"}"""u8.ToArray();

        await Assert.ThrowsAsync<InvalidLifecycleEventException>(() => handler.HandleAsync(forged, "request", TestContext.Current.CancellationToken));

        Assert.Equal(["m0"], await handler.DeliverBatchAsync(Encoding.UTF8.GetString(Request)));
    }

    private static async Task<string> AnswerAsync(LifecycleHandler handler, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await handler.HandleAsync(Request, "request", cancellationToken)).Span);
}
