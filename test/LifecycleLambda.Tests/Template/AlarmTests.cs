namespace LifecycleLambda.Tests.Template;

public sealed class AlarmTests
{
    public static TheoryData<string> Alarms => [.. LifecycleTemplate.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Key)];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Stands_in_the_runbook_tells_the_topic_and_uses_its_metrics(string alarm)
    {
        var properties = LifecycleTemplate.Properties(alarm);
        var queries = properties.Find("Metrics")?.Items.ToList() ?? [];

        Assert.Matches($@"(?m)^### .*\b{alarm}\b", Repository.Read("docs", "operations.md"));
        Assert.Equal("!If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]", properties["AlarmActions"].Text);
        Assert.Equal(properties["AlarmActions"].Text, properties["OKActions"].Text);
        Assert.All(queries.Skip(1), query => Assert.Contains(query["Id"].Text, queries[0]["Expression"].Text, StringComparison.Ordinal));
        // FILL takes a figure that comes late for 0: one period alone could miss it.
        Assert.True(!properties.Text.Contains("FILL", StringComparison.Ordinal) || properties["EvaluationPeriods"].Text is not "1");
    }

    [Theory]
    [InlineData("Failure")]
    [InlineData("ErrorActionFailure")]
    public void Watch_every_rule(string metric) => Assert.All(LifecycleTemplate.OfType("AWS::IoT::TopicRule").Select(rule => rule.Key), rule =>
        Assert.Contains(LifecycleTemplate.OfType("AWS::CloudWatch::Alarm"), alarm =>
            alarm.Value.Text.Contains($"SUM({metric})", StringComparison.Ordinal) && alarm.Value.References.Contains(rule)));

    // Every place where an event can come to rest is watched: the number of messages where nothing takes them, else their age.
    [Fact]
    public void Watch_every_queue() => Assert.All(LifecycleTemplate.OfType("AWS::SQS::Queue").Select(queue => queue.Key), queue =>
    {
        var isEmptied = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Any(mapping =>
            mapping.Value["Properties"].Find("Enabled") is null && mapping.Value["Properties"]["EventSourceArn"].References.Contains(queue));
        var metric = isEmptied ? "ApproximateAgeOfOldestMessage" : "ApproximateNumberOfMessagesVisible";

        Assert.Contains(LifecycleTemplate.OfType("AWS::CloudWatch::Alarm"), alarm =>
            alarm.Value.Text.Contains($"MetricName: {metric}", StringComparison.Ordinal) && alarm.Value.References.Contains(queue));
    });
}
