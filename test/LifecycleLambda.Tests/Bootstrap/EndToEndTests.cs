using CsCheck;
using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.Tests.Bootstrap;

public sealed class EndToEndTests(EngineFixture engine) : TableTest(engine)
{
    [Fact]
    public async Task Process_serves_every_sample_payload_until_SIGTERM()
    {
        await using var function = await FunctionUnderTest.StartAsync(Table.Connection);
        var outcomes = new List<Outcome>();
        foreach (var file in Files())
        {
            var result = await function.InvokeAsync(await File.ReadAllBytesAsync(file, Cancellation));
            Assert.True(result.Succeeded, $"{file}: {result.ErrorMessage}");
            outcomes.Add(OutcomeIn(result.Body));
        }

        Assert.Equal([.. Enumerable.Repeat(Outcome.Applied, 10), Outcome.Stale, Engine.Duplicate], outcomes);
        Assert.Equal(
            [
                "building-7/floor-2/gateway", "iotconsole-4b0d04fe-a776-472a-9121-f7fe39ab680f", "kühlraum-温度-3",
                "sensor-17", "sensor-18", "test",
            ],
            (await Table.ItemsAsync()).Keys.Order(StringComparer.Ordinal).ToArray());
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        var start = $"\"message\":\"LifecycleLambda started\",\"version\":\"{Repository.Version}\"}}";
        Assert.EndsWith(start, function.Lines.First(), StringComparison.Ordinal);
        Assert.Equal(1 + outcomes.Count, function.Lines.Count);
        Assert.All(function.Lines, line => Assert.StartsWith("""{"level":"INFO","timestamp":""", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forged_payload_is_invalid()
    {
        await using var function = await FunctionUnderTest.StartAsync(Table.Connection);
        await function.DeliverAsync(Disconnected(1, client: "offline"));
        var forged = Forged();

        foreach (var payload in forged)
        {
            Assert.Equal("InvalidLifecycleEventException", (await function.InvokeAsync(Utf8(payload))).ErrorType);
        }

        var fromRule = Forwarded(Bodies.Event(Connected(1, client: "genuine")), "connected");
        var buffered = await function.InvokeAsync(Bodies.Batch([.. forged, fromRule]));

        Assert.Equal(forged.Length, SqsEvent.ReadFailedIds(buffered.Body).Count);
        Assert.DoesNotContain($"m{forged.Length}", SqsEvent.ReadFailedIds(buffered.Body));
        Assert.Equal("FailedBatchException", (await function.InvokeAsync(Bodies.Batch(forged))).ErrorType);
        var items = await Table.ItemsAsync();
        Assert.Equal(["genuine", "offline"], items.Keys.Order());
        Assert.False(items["offline"].ContainsKey("offlineConfirmedAt"));
    }

    [Theory]
    [InlineData("PRESENCE_TABLE_NAME", "")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "nowhere")]
    public async Task Failed_start_up_is_reported_without_credentials(string variable, string value)
    {
        await using var function = await FunctionUnderTest.StartAsync(
            Engine.Connection("presence"), [.. Secrets.Credentials(), new(variable, value)]);

        Assert.Equal(1, await function.ExitCodeAsync());
        var error = await function.RuntimeApi.InitError.WaitAsync(Cancellation);
        Assert.Equal("SettingException", error.ErrorType);
        Assert.StartsWith(variable, error.ErrorMessage, StringComparison.Ordinal);
        var line = Assert.Single(function.Lines);
        Assert.Contains("\"level\":\"FATAL\"", line, StringComparison.Ordinal);
        Assert.Contains(variable, line, StringComparison.Ordinal);
        Secrets.AssertNoneIn(line + Encoding.UTF8.GetString(error.Body.Span));
    }

    [Fact]
    public async Task Process_survives_every_payload()
    {
        await using var function = await FunctionUnderTest.StartAsync(
            Table.Connection, new KeyValuePair<string, string>("AWS_LAMBDA_LOG_LEVEL", "TRACE"));

        await FuzzPayloads.Any.SampleAsync(
            async payload => { await IsAppliedAsync(function, payload); },
            iter: Sized(small: 100, full: 1000), threads: 1, print: Convert.ToBase64String);
        foreach (var (payload, isEvent) in FuzzPayloads.Largest)
        {
            Assert.Equal(isEvent, await IsAppliedAsync(function, Utf8(payload)));
        }

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1, client: "the next event")));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(function.Lines, Secrets.AssertNoneInLogLine);
    }

    /// <summary>Payloads of a device that publishes to the rule on connects, as the rule forwards them. In some, a field is repeated.
    /// </summary>
    private static string[] Forged()
    {
        var connect = Bodies.Event(Connected(1, client: "forged"));
        var batch = Encoding.UTF8.GetString(Bodies.Batch(connect));
        var twice = $"{{{batch[1..^1]},{batch[1..^1]}}}";
        string[] published =
        [
            batch, twice, """{"count":"clients"}""", """{"count":"clients","count":"clients"}""", "{}",
            Bodies.OnFailure(Connected(1, client: "forged")), Bodies.RuleError(Connected(1, client: "forged")),
            Bodies.StreamRecord(Disconnected(1, client: "offline")), Bodies.Event(Disconnected(1, client: "forged")),
            Forwarded(Bodies.Event(Disconnected(1, client: "forged")), "disconnected"),
        ];
        return
        [
            .. published.Select(payload => Forwarded(payload, "connected")),
            .. published.Select(payload => $$"""{"r\u0075le":"connected",{{Forwarded(payload, null)[1..]}}"""),
            """{"topic":"",""" + batch[1..], twice, "[]", "\"connected\"", "null",
        ];
    }

    /// <summary>Adds the rule's fields to a payload, as the SQL of the rules does.</summary>
    private static string Forwarded(string payload, string? rule) =>
        $$"""{{payload.TrimEnd()[..^1]}}{{(payload is "{}" ? "" : ",")}}"topic":"","rule":{{JsonSerializer.Serialize(rule)}}}""";

    private static async Task<bool> IsAppliedAsync(FunctionUnderTest function, byte[] payload)
    {
        var result = await function.InvokeAsync(payload);
        Assert.True(result.Succeeded || result.ErrorType is "InvalidLifecycleEventException", result.ErrorType);
        return result.Succeeded;
    }
}
