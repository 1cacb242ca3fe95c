namespace LifecycleLambda.Tests.Payloads;

public sealed class SqsBatchTests(EngineFixture engine) : TableTest(engine)
{
    [Fact]
    public async Task Every_kind_of_body_is_handled()
    {
        await Handler.DeliverAsync(Disconnected(1, client: "away"));

        var failed = await Handler.DeliverBatchAsync(
            Bodies.Event(Connected(1, client: "event")),
            Bodies.OnFailure(Connected(2, client: "on-failure")),
            Bodies.RuleError(Connected(3, client: "rule-error")),
            Bodies.StreamRecord(Disconnected(1, client: "away")));

        Assert.Empty(failed);
        var items = await Table.ItemsAsync();
        Assert.Equal(
            ["away 1", "event 1", "on-failure 2", "rule-error 3"],
            items.Select(item => $"{item.Key} {item.Value["versionNumber"].N}").Order());
        Assert.True(items["away"].ContainsKey("offlineConfirmedAt"));
    }

    [Fact]
    public async Task Response_names_exactly_the_messages_that_failed()
    {
        string[] bodies =
        [
            Bodies.Event(Connected(1, client: "a")),
            "not json",
            Bodies.Event(Connected(1, client: "b")),
            """{"requestPayload":{"clientId":"c"}}""",
            Bodies.RuleError("%%% not base64"),
            Bodies.RuleError(Convert.ToBase64String("nonsense"u8)),
            Bodies.StreamRecord(Connected(1, client: "a")),
            """{"eventSource":"aws:dynamodb","eventName":"REMOVE","dynamodb":{"Keys":{"clientId":{"S":"a"}}}}""",
            "",
            Bodies.Event(Disconnected(1, client: "a")),
        ];

        Assert.Equal(["m1", "m3", "m4", "m5", "m6", "m7", "m8"], await Handler.DeliverBatchAsync(bodies));
        Assert.Equal(["a", "b"], (await Table.ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task Defect_in_one_message_fails_that_message_alone()
    {
        Log.Defect = "\"clientId\":\"b\"";

        var failed = await Handler.DeliverBatchAsync(
            Bodies.Event(Connected(1, client: "a")), Bodies.Event(Connected(1, client: "b")), Bodies.Event(Connected(1, client: "c")));

        Assert.Equal(["m1"], failed);
        Assert.Equal(["Applied", "Applied", "Failed"], Log.Outcomes.Order());
        Assert.Single(Log.Lines, line => line.Contains("\"errorType\":\"InvalidOperationException\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deadline_fails_the_remaining_messages()
    {
        var events = Enumerable.Range(0, 9).Select(i => Bodies.Event(Connected(i)));

        var exception = await Assert.ThrowsAsync<FailedBatchException>(() => Handler.HandleAsync(
            Bodies.Batch([.. events, Bodies.StreamRecord(Disconnected(1))]), "request", new CancellationToken(canceled: true)));

        const string Message = "Every message of the batch failed (10). The first one: Cannot write table ";
        Assert.StartsWith(Message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat("Failed", 10), Log.Outcomes);
        Assert.Empty(await Table.ItemsAsync());
    }

    [Fact]
    public async Task Batch_without_messages_succeeds() => Assert.Empty(await Handler.DeliverBatchAsync());

    [Theory]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"Records":[null]}""")]
    [InlineData("""{"Records":[{"messageId":"m0","body":"{}","eventSource":"aws:kinesis"}]}""")]
    [InlineData("""{"Records":[{"messageId":"","body":"{}","eventSource":"aws:sqs"}]}""")]
    [InlineData("""{"Records":[{"messageId":"m0","eventSource":"aws:sqs"}]}""")]
    public async Task Batch_with_a_message_that_cannot_be_named_fails_as_a_whole(string payload)
    {
        var exception = await Assert.ThrowsAsync<InvalidLifecycleEventException>(
            () => Handler.HandleAsync(Utf8(payload), "request", Cancellation));

        Assert.Equal("Records", exception.Field);
        Assert.Equal(["Invalid"], Log.Outcomes);
    }

    [Fact]
    public async Task Event_with_an_unknown_field_called_records_is_an_event()
    {
        var payload = """{"Records":[],"clientId":"device","timestamp":1767268800000,"eventType":"connected","versionNumber":0}""";

        await Handler.HandleAsync(Utf8(payload), "request", Cancellation);

        Assert.NotNull(await Table.GetAsync("device"));
    }
}
