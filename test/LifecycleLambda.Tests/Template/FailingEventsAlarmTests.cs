namespace LifecycleLambda.Tests.Template;

/// <summary>Compares FailingEventsAlarm with the metrics that the function writes when it fails.</summary>
public sealed class FailingEventsAlarmTests(EngineFixture engine) : TableTest(engine)
{
    private static readonly IReadOnlyDictionary<string, byte[]> Failing = new Dictionary<string, byte[]>
    {
        ["live"] = Connected(4).ToJson(),
        ["buffered"] = Bodies.Batch(Bodies.Event(Connected(4))),
        ["redriven after the function failed"] = Bodies.Batch(Bodies.OnFailure(Connected(4))),
        ["redriven after the rule failed"] = Bodies.Batch(Bodies.RuleError(Connected(4))),
        ["confirmed"] = Bodies.Batch(Bodies.StreamRecord(Disconnected(4))),
        ["counted"] = """{"count":"clients"}"""u8.ToArray(),
    };

    public static TheoryData<string> Paths => [.. Failing.Keys];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Alarm_watches_a_failure_of_every_path(string path)
    {
        using var handler = new TestTable(Engine, "missing").Handler(log: Log, time: Time);

        await AssertWatchedAsync(handler, Failing[path], "Failed");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"Records":[{"messageId":"m0","body":"not json","eventSource":"aws:sqs"}]}""")]
    public async Task Alarm_watches_an_invalid_payload(string payload) => await AssertWatchedAsync(Handler, Utf8(payload), "Invalid");

    private async Task AssertWatchedAsync(LifecycleHandler handler, byte[] payload, string name)
    {
        // A single event also throws.
        await Record.ExceptionAsync(() => handler.HandleAsync(payload, "request", Cancellation));

        var written = JsonNode.Parse(Assert.Single(Log.Lines))!["_aws"]!["CloudWatchMetrics"]![0]!;
        var metrics =
            from query in LifecycleTemplate.Properties("FailingEventsAlarm")["Metrics"].Items.Skip(1)
            let metric = query["MetricStat"]["Metric"]
            where metric["Namespace"].Text == $"{written["Namespace"]}"
                && metric["Dimensions"].Items.Single()["Name"].Text == $"{written["Dimensions"]!.AsArray().Single()!.AsArray().Single()}"
            select metric["MetricName"].Text;
        Assert.Equal(name, $"{written["Metrics"]![0]!["Name"]}");
        Assert.Contains(name, metrics);
    }
}
