using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Template;

public sealed class AlarmTests
{
    public static TheoryData<string> Alarms => [.. LifecycleTemplate.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Key)];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Says_what_to_do_and_tells_the_topic(string alarm)
    {
        var properties = LifecycleTemplate.Properties(alarm);

        Assert.InRange(properties["AlarmDescription"].Text.Length, 60, 1024);
        Assert.Equal("!If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]", properties["AlarmActions"].Text);
        Assert.Equal("!If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]", properties["OKActions"].Text);
        Assert.Equal("notBreaching", properties["TreatMissingData"].Text);
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Has_a_paragraph_in_the_runbook(string alarm)
    {
        var runbook = File.ReadAllText(Path.Combine(LifecycleTemplate.Repository, "docs", "operations.md"));

        Assert.Matches($@"(?m)^### .*\b{alarm}\b", runbook);
    }

    [Theory]
    [InlineData("FailedEventsAgeAlarm", "AWS/SQS ApproximateAgeOfOldestMessage {Name: QueueName, Value: !GetAtt FailedEventsQueue.QueueName} Maximum")]
    [InlineData("UnprocessableEventsAlarm", "AWS/SQS ApproximateNumberOfMessagesVisible {Name: QueueName, Value: !GetAtt UnprocessableEventsQueue.QueueName} Maximum")]
    [InlineData("UnreadRecordsAlarm", "AWS/SQS ApproximateNumberOfMessagesVisible {Name: QueueName, Value: !GetAtt UnreadRecordsQueue.QueueName} Maximum")]
    [InlineData("FunctionErrorsAlarm", "AWS/Lambda Errors {Name: FunctionName, Value: !Ref LifecycleFunction} Sum")]
    [InlineData("FunctionThrottlesAlarm", "AWS/Lambda Throttles {Name: FunctionName, Value: !Ref LifecycleFunction} Sum")]
    [InlineData("EventAgeAlarm", "AWS/Lambda AsyncEventAge {Name: FunctionName, Value: !Ref LifecycleFunction} Maximum")]
    [InlineData("EventsDroppedAlarm", "AWS/Lambda AsyncEventsDropped {Name: FunctionName, Value: !Ref LifecycleFunction} Sum")]
    [InlineData("DestinationDeliveryFailuresAlarm", "AWS/Lambda DestinationDeliveryFailures {Name: FunctionName, Value: !Ref LifecycleFunction} Sum")]
    public void Watches_a_metric(string alarm, string metric)
    {
        var properties = LifecycleTemplate.Properties(alarm);
        var dimension = Assert.Single(properties["Dimensions"].Items);

        Assert.Equal(metric, $"{properties["Namespace"].Text} {properties["MetricName"].Text} {dimension.Text} {properties["Statistic"].Text}");
        Assert.StartsWith("GreaterThan", properties["ComparisonOperator"].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FailedEventsAlarm", "waiting + inFlight", "ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible")]
    [InlineData("RulesThrottledAlarm", "FILL(connects, 0) + FILL(disconnects, 0)", "RuleMessageThrottled", "RuleMessageThrottled")]
    [InlineData("TableThrottlesAlarm", "FILL(throttled, 0)", "WriteThrottleEvents")]
    [InlineData("PipeFailuresAlarm", "FILL(failed, 0) + FILL(partly, 0) + FILL(timedOut, 0)", "ExecutionFailed", "ExecutionPartiallyFailed", "ExecutionTimeout")]
    public void Watches_a_sum(string alarm, string expression, params string[] metrics)
    {
        var queries = LifecycleTemplate.Properties(alarm)["Metrics"].Items.ToList();

        Assert.Equal(expression, queries[0]["Expression"].Text);
        Assert.Equal(metrics, queries.Skip(1).Select(query => query["MetricStat/Metric/MetricName"].Text));
        Assert.All(queries.Skip(1), query => Assert.Contains(query["Id"].Text, expression, StringComparison.Ordinal));
        Assert.All(queries.Skip(1), query => Assert.Equal("false", query["ReturnData"].Text));
        // FILL takes a figure that comes late for 0: one period alone could miss it.
        Assert.True(!expression.StartsWith("FILL", StringComparison.Ordinal) || LifecycleTemplate.Properties(alarm)["EvaluationPeriods"].Number > 1);
    }

    // AWS IoT publishes both per rule and action type: an alarm on the rule's name alone would never fire.
    [Theory]
    [InlineData("ConnectedRuleFailureAlarm", "Failure", "ConnectedRule")]
    [InlineData("DisconnectedRuleFailureAlarm", "Failure", "DisconnectedRule")]
    [InlineData("ConnectedRuleErrorActionFailureAlarm", "ErrorActionFailure", "ConnectedRule")]
    [InlineData("DisconnectedRuleErrorActionFailureAlarm", "ErrorActionFailure", "DisconnectedRule")]
    public void Watches_a_rule_over_all_action_types(string alarm, string metric, string rule)
    {
        var query = Assert.Single(LifecycleTemplate.Properties(alarm)["Metrics"].Items);

        Assert.Equal(
            $"!Sub SELECT SUM({metric}) FROM SCHEMA(\"AWS/IoT\", ActionType, RuleName) WHERE RuleName = '${{{rule}}}'",
            query["Expression"].Text);
        Assert.Null(query.Find("ReturnData"));
    }

    // Every place where an event can come to rest is watched.
    [Theory]
    [MemberData(nameof(QueueTests.Queues), MemberType = typeof(QueueTests))]
    public void A_queue_that_no_mapping_empties_by_default_has_an_alarm(string queue)
    {
        var emptied = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping")
            .Where(mapping => mapping.Value["Properties"].Find("Enabled") is null)
            .SelectMany(mapping => mapping.Value["Properties/EventSourceArn"].References);
        var watched = LifecycleTemplate.OfType("AWS::CloudWatch::Alarm")
            .SelectMany(alarm => Regex.Matches(alarm.Value.Text, "Visible, Dimensions: .{0,40}!GetAtt ([A-Za-z]+).QueueName"))
            .Select(match => match.Groups[1].Value);

        Assert.Contains(queue, emptied.Concat(watched));
    }
}
