using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Template;

public sealed class AlarmTests
{
    public static TheoryData<string> Alarms => [.. LifecycleTemplate.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Key)];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Says_what_to_do_here_and_in_the_runbook_and_tells_the_topic(string alarm)
    {
        var properties = LifecycleTemplate.Properties(alarm);

        Assert.InRange(properties["AlarmDescription"].Text.Length, 60, 1024);
        Assert.Matches($@"(?m)^### .*\b{alarm}\b", LifecycleTemplate.File("docs", "operations.md"));
        Assert.Equal("!If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]", properties["AlarmActions"].Text);
        Assert.Equal(properties["AlarmActions"].Text, properties["OKActions"].Text);
        // Silence is good news, but for the alarm on silence.
        Assert.Equal(alarm is "QuietAlarm" ? "breaching" : "notBreaching", properties["TreatMissingData"].Text);
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Its_expression_uses_its_metrics_and_does_not_miss_a_late_figure(string alarm)
    {
        var properties = LifecycleTemplate.Properties(alarm);
        var queries = properties.Find("Metrics")?.Items.ToList() ?? [];

        Assert.All(queries.Skip(1), query => Assert.Contains(query["Id"].Text, queries[0]["Expression"].Text, StringComparison.Ordinal));
        Assert.All(queries.Skip(1), query => Assert.Equal("false", query["ReturnData"].Text));
        // FILL takes a figure that comes late for 0: one period alone could miss it.
        Assert.True(!properties.Text.Contains("FILL", StringComparison.Ordinal) || properties["EvaluationPeriods"].Text is not "1");
    }

    // AWS IoT publishes both per rule and action type: an alarm on the rule's name alone would never fire.
    [Fact]
    public void Failures_of_a_rule_are_summed_over_all_action_types() => Assert.Equal(
        ["ConnectedRule Failure", "DisconnectedRule Failure", "ConnectedRule ErrorActionFailure", "DisconnectedRule ErrorActionFailure"],
        from alarm in LifecycleTemplate.OfType("AWS::CloudWatch::Alarm")
        let query = Regex.Match(alarm.Value.Text, @"SELECT SUM\((\w+)\) FROM SCHEMA\(""AWS/IoT"", ActionType, RuleName\) WHERE RuleName = '\$\{(\w+)\}'")
        where query.Success
        select $"{query.Groups[2]} {query.Groups[1]}");

    // Every place where an event can come to rest is watched: the number of messages where nothing takes them, else their age.
    [Theory]
    [MemberData(nameof(QueueTests.Queues), MemberType = typeof(QueueTests))]
    public void Watches_every_queue(string queue)
    {
        var isEmptied = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Any(mapping =>
            mapping.Value["Properties"].Find("Enabled") is null && mapping.Value["Properties/EventSourceArn"].References.Contains(queue));
        var metric = isEmptied ? "ApproximateAgeOfOldestMessage" : "ApproximateNumberOfMessagesVisible";

        Assert.Contains(LifecycleTemplate.OfType("AWS::CloudWatch::Alarm"), alarm =>
            alarm.Value.Text.Contains($"MetricName: {metric}", StringComparison.Ordinal) && alarm.Value.References.Contains(queue));
    }
}
