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

        Assert.Matches($@"(?m)^### .*\b{alarm}\b", LifecycleTemplate.File("docs", "operations.md"));
        Assert.Equal("!If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]", properties["AlarmActions"].Text);
        Assert.Equal(properties["AlarmActions"].Text, properties["OKActions"].Text);
        Assert.All(queries.Skip(1), query => Assert.Contains(query["Id"].Text, queries[0]["Expression"].Text, StringComparison.Ordinal));
        // FILL takes a figure that comes late for 0: one period alone could miss it.
        Assert.True(!properties.Text.Contains("FILL", StringComparison.Ordinal) || properties["EvaluationPeriods"].Text is not "1");
    }

    // AWS IoT publishes both per rule and action type: an alarm on the rule's name alone would never fire.
    [Theory]
    [InlineData("ConnectedRule", "Failure")]
    [InlineData("DisconnectedRule", "Failure")]
    [InlineData("ConnectedRule", "ErrorActionFailure")]
    [InlineData("DisconnectedRule", "ErrorActionFailure")]
    public void Failures_of_a_rule_are_summed_over_all_action_types(string rule, string metric)
    {
        var query = $$"""SELECT SUM({{metric}}) FROM SCHEMA("AWS/IoT", ActionType, RuleName) WHERE RuleName = '${{{rule}}}'""";

        Assert.Single(LifecycleTemplate.OfType("AWS::CloudWatch::Alarm"), alarm => alarm.Value.Text.Contains(query, StringComparison.Ordinal));
    }

    // Every place where an event can come to rest is watched: the number of messages where nothing takes them, else their age.
    [Fact]
    public void Watch_every_queue() => Assert.All(LifecycleTemplate.OfType("AWS::SQS::Queue").Select(queue => queue.Key), queue =>
    {
        var isEmptied = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Any(mapping =>
            mapping.Value["Properties"].Find("Enabled") is null && mapping.Value["Properties/EventSourceArn"].References.Contains(queue));
        var metric = isEmptied ? "ApproximateAgeOfOldestMessage" : "ApproximateNumberOfMessagesVisible";

        Assert.Contains(LifecycleTemplate.OfType("AWS::CloudWatch::Alarm"), alarm =>
            alarm.Value.Text.Contains($"MetricName: {metric}", StringComparison.Ordinal) && alarm.Value.References.Contains(queue));
    });
}
