namespace LifecycleLambda.Tests.Template;

public sealed class AlarmTests
{
    public static TheoryData<string> Alarms => [.. LifecycleTemplate.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Key)];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Alarm_has_a_heading_in_the_runbook(string alarm) =>
        Assert.Matches($@"(?m)^### .*\b{alarm}\b", Repository.Read("docs", "operations.md"));

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Alarm_notifies_the_topic(string alarm)
    {
        var properties = LifecycleTemplate.Properties(alarm);

        Assert.Equal("!If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]", properties["AlarmActions"].Text);
        Assert.Equal(properties["AlarmActions"].Text, properties["OKActions"].Text);
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Alarm_uses_each_of_its_metrics(string alarm)
    {
        var properties = LifecycleTemplate.Properties(alarm);
        var queries = properties.Find("Metrics")?.Items.ToList() ?? [];

        Assert.All(queries.Skip(1), query => Assert.Contains(query["Id"].Text, queries[0]["Expression"].Text, StringComparison.Ordinal));
        // FILL replaces a value that arrives late with 0, so an alarm on a single period could miss it.
        Assert.True(!properties.Text.Contains("FILL", StringComparison.Ordinal) || properties["EvaluationPeriods"].Text is not "1");
    }

    [Theory]
    [InlineData("Failure")]
    [InlineData("ErrorActionFailure")]
    public void Alarm_watches_every_rule(string metric) =>
        Assert.All(LifecycleTemplate.OfType("AWS::IoT::TopicRule"), rule => AssertWatched(rule.Key, $"SUM({metric})"));

    // For a queue that the function reads, the age of the messages matters. Any message in another queue needs attention.
    [Fact]
    public void Alarm_watches_every_queue()
    {
        var read = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Select(mapping => mapping.Value["Properties"])
            .Where(mapping => mapping.Find("Enabled") is null).SelectMany(mapping => mapping["EventSourceArn"].References);

        Assert.All(LifecycleTemplate.OfType("AWS::SQS::Queue").Select(queue => queue.Key), queue => AssertWatched(
            queue, $"MetricName: {(read.Contains(queue) ? "ApproximateAgeOfOldestMessage" : "ApproximateNumberOfMessagesVisible")}"));
    }

    private static void AssertWatched(string resource, string metric) => Assert.Contains(
        LifecycleTemplate.OfType("AWS::CloudWatch::Alarm"),
        alarm => alarm.Value.Text.Contains(metric, StringComparison.Ordinal) && alarm.Value.References.Contains(resource));
}
