namespace LifecycleLambda.Tests.Logging;

public sealed class EventLogTests(EngineFixture engine) : TableTest(engine)
{
    [Fact]
    public async Task Applied_disconnect_is_one_line_with_its_metrics()
    {
        Time.Advance(TimeSpan.FromMilliseconds(250));

        var line = Assert.Single(await LinesAsync(logsDebug: false, Disconnected(4).ToJson()));

        var expected = Repository.Read("test", "LifecycleLambda.Tests", "Logging", "applied-disconnect.json");
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), line);
    }

    [Fact]
    public async Task Each_outcome_is_a_metric()
    {
        var ahead = Connected(4, Noon + Minutes(1)).ToJson();

        var lines = await LinesAsync(logsDebug: false, ahead, ahead, Connected(3).ToJson(), "{}"u8.ToArray());

        Assert.Equal(["Applied EventAge", $"{Engine.Duplicate} EventAge", "Stale EventAge", "Invalid"], Log.MetricNames);
        Assert.All(lines.Zip(Log.Outcomes), line => Assert.Equal(1, JsonElement.Parse(line.First).GetProperty(line.Second).GetInt32()));
        Assert.Contains("\"EventAge\":0,", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_event_is_explained_without_its_values()
    {
        var lines = await LinesAsync(logsDebug: false, """{"clientId":"someone@example.com","timestamp":1}"""u8.ToArray());

        Assert.Contains("eventType is missing or empty", Assert.Single(lines), StringComparison.Ordinal);
        Assert.DoesNotContain("someone", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_event_is_logged_with_the_remedy()
    {
        using var handler = new TestTable(Engine, "missing").Handler(log: Log, time: Time);

        await Assert.ThrowsAsync<PresenceTableException>(() => handler.DeliverAsync(Connected(4)));

        var line = Assert.Single(Log.Lines);
        Assert.Equal(["Failed EventAge"], Log.MetricNames);
        Assert.Contains("Cannot write table missing: the table does not exist", line, StringComparison.Ordinal);
        Assert.Contains("\"clientId\":\"device\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defect_is_logged_with_its_stack_trace_before_the_invocation_fails()
    {
        Log.Defect = "Applied";

        await Assert.ThrowsAsync<InvalidOperationException>(() => Handler.DeliverAsync(Connected(4)));

        var line = JsonElement.Parse(Assert.Single(Log.Lines));
        Assert.Equal("Failed", line.GetProperty("outcome").GetString());
        Assert.Contains("TestLog.Write", line.GetProperty("stackTrace").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_line_contains_personal_data(bool logsDebug)
    {
        LifecycleEvent[] events = [Connected(4), Connected(4), Connected(3), Disconnected(4, Noon + 1), Connected(4)];
        var invalid = """{"principalIdentifier":"principal-of-test","ipAddress":"192.0.2.1"}"""u8.ToArray();

        var lines = await LinesAsync(logsDebug, [.. events.Select(e => e.ToJson()), invalid]);

        Assert.Equal(6, lines.Length);
        Assert.All(lines, Secrets.AssertNoneIn);
        Assert.All(lines, line => Assert.StartsWith("""{"level":"INFO","timestamp":"2026-01-01T12:""", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stored_state_that_rejected_an_event_is_logged_at_level_DEBUG()
    {
        var lines = await LinesAsync(logsDebug: true, Connected(4).ToJson(), Connected(3).ToJson());

        const string Stored = """
            ,"stored":{"eventType":"connected","versionNumber":"4","timestamp":"1767268800000"}}
            """;
        // Some engines don't return the item when a condition fails. The line then contains no stored state.
        Assert.Equal(Engine.Duplicate is Outcome.Duplicate, lines[1].EndsWith(Stored, StringComparison.Ordinal));
        Assert.DoesNotContain("\"stored\"", lines[0], StringComparison.Ordinal);
    }

    private async Task<string[]> LinesAsync(bool logsDebug, params byte[][] payloads)
    {
        using var handler = Table.Handler(log: Log, time: Time, logsDebug: logsDebug);
        foreach (var payload in payloads)
        {
            // A rejected payload throws, and its line is also returned.
            await Record.ExceptionAsync(() => handler.HandleAsync(payload, "request", Cancellation));
        }

        return Log.Lines;
    }
}
