using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Sqs;

public sealed class SqsBatchTests(EngineFixture engine)
{
    [Fact]
    public async Task Every_kind_of_body_is_handled()
    {
        var (table, handler) = await StartAsync();
        await handler.DeliverAsync(Disconnected(1, client: "away"));

        var failed = await handler.DeliverBatchAsync(
            Bodies.Event(Connected(1, client: "event")),
            Bodies.OnFailure(Connected(2, client: "on-failure")),
            Bodies.RuleError(Connected(3, client: "rule-error")),
            Bodies.StreamRecord(Disconnected(1, client: "away")));

        Assert.Empty(failed);
        var items = await table.ItemsAsync();
        ItemAssert.Shows(Connected(1, client: "event"), items["event"]);
        ItemAssert.Shows(Connected(2, client: "on-failure"), items["on-failure"]);
        ItemAssert.Shows(Connected(3, client: "rule-error"), items["rule-error"]);
        Assert.True(items["away"].ContainsKey("offlineConfirmedAt"));
        Assert.False(items.ContainsKey("another-client"));
    }

    [Fact]
    public async Task Answer_names_exactly_the_messages_that_failed()
    {
        var (table, handler) = await StartAsync();
        string[] bodies =
        [
            Bodies.Event(Connected(1, client: "a")),
            "not json",
            Bodies.Event(Connected(1, client: "b")),
            """{"requestPayload":{"clientId":"c"}}""",
            Bodies.RuleError("%%% not base64"),
            Bodies.RuleError(Convert.ToBase64String("nonsense"u8)),
            Bodies.StreamRecord("a", 1, Noon, eventType: "connected"),
            """{"eventSource":"aws:dynamodb","eventName":"REMOVE","dynamodb":{"Keys":{"clientId":{"S":"a"}}}}""",
            "",
            Bodies.Event(Disconnected(1, client: "a")),
        ];

        Assert.Equal(["m1", "m3", "m4", "m5", "m6", "m7", "m8"], await handler.DeliverBatchAsync(bodies));
        Assert.Equal(["a", "b"], (await table.ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task Order_within_a_batch_does_not_matter()
    {
        var (table, handler) = await StartAsync();
        string[] bodies = [.. Enumerable.Range(0, 60).Select(i => Bodies.Event(i % 2 is 0 ? Connected(i / 2, Noon + i) : Disconnected(i / 2, Noon + i)))];
        new Random(1).Shuffle(bodies);

        Assert.Empty(await handler.DeliverBatchAsync(bodies));
        ItemAssert.Shows(Disconnected(29, Noon + 59), await table.GetAsync("device"));
    }

    [Fact]
    public async Task Table_that_is_missing_fails_every_message()
    {
        using var handler = TestHandler.On(engine.Connection("missing"), TestTable.SettingsFor("missing"));

        Assert.Equal(
            ["m0", "m1"],
            await handler.DeliverBatchAsync(Bodies.Event(Connected(1)), Bodies.StreamRecord(Disconnected(1))));
    }

    [Fact]
    public async Task Deadline_fails_what_is_not_done_yet()
    {
        var (table, handler) = await StartAsync();
        using var passed = new CancellationTokenSource();
        await passed.CancelAsync();

        var answer = await handler.HandleAsync(Bodies.Batch(Enumerable.Range(0, 9).Select(i => Bodies.Event(Connected(i)))), "request", passed.Token);

        Assert.Equal(9, SqsEvent.FailedIds(answer)!.Count);
        Assert.Empty(await table.ItemsAsync());
    }

    [Theory]
    [InlineData("""{"Records":null}""")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"Records":[null]}""")]
    [InlineData("""{"Records":[{"messageId":"m0","body":"{}"}]}""")]
    [InlineData("""{"Records":[{"messageId":"m0","body":"{}","eventSource":"aws:kinesis"}]}""")]
    [InlineData("""{"Records":[{"messageId":"","body":"{}","eventSource":"aws:sqs"}]}""")]
    [InlineData("""{"Records":[{"messageId":"m0","eventSource":"aws:sqs"}]}""")]
    public async Task Batch_whose_messages_cannot_be_named_fails_as_a_whole(string payload)
    {
        using var log = new MemoryStream();
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(log: log);

        var exception = await Assert.ThrowsAsync<InvalidLifecycleEventException>(
            () => handler.HandleAsync(Utf8(payload), "request", TestContext.Current.CancellationToken));

        Assert.Equal("Records", exception.Field);
        Assert.Contains("\"Invalid\":1", System.Text.Encoding.UTF8.GetString(log.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_with_an_unknown_field_called_records_is_an_event()
    {
        var (table, handler) = await StartAsync();
        var payload = """{"Records":[],"clientId":"device","timestamp":1,"eventType":"connected","versionNumber":0}""";

        await handler.HandleAsync(Utf8(payload), "request", TestContext.Current.CancellationToken);

        Assert.NotNull(await table.GetAsync("device"));
    }

    private async Task<(TestTable Table, LifecycleHandler Handler)> StartAsync()
    {
        var table = await engine.CreateTableAsync();
        return (table, table.Handler());
    }
}
