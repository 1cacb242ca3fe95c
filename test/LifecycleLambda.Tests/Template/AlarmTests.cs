using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

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

    // CloudWatch accepts a day at most, or a week if a period is an hour or longer.
    [Theory]
    [MemberData(nameof(Alarms))]
    public void Alarm_evaluates_a_span_that_CloudWatch_accepts(string alarm)
    {
        var properties = LifecycleTemplate.Properties(alarm);
        var periods = properties.Find("EvaluationPeriods")!.References.SingleOrDefault() is { } parameter
            ? LifecycleTemplate.Parameters[parameter]["MaxValue"].Number
            : properties["EvaluationPeriods"].Number;

        Assert.All(Regex.Matches(properties.Text, @"\bPeriod: (\d+)"), match =>
        {
            var period = TimeSpan.FromSeconds(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            Assert.InRange(period * periods, period, TimeSpan.FromDays(period < TimeSpan.FromHours(1) ? 1 : 7));
        });
    }

    [Theory]
    [InlineData("SUM(Failure)")]
    [InlineData("SUM(ErrorActionFailure)")]
    [InlineData("FILL(matched, 0)")]
    public void Alarm_watches_every_rule(string metric) => Assert.All(LifecycleTemplate.OfType("AWS::IoT::TopicRule"), rule =>
        Assert.Contains(Watching(metric), alarm => alarm.Value.References.Where(IsRule).SequenceEqual([rule.Key])));

    // For a queue that the function reads, the age of the messages matters. Any message in another queue needs attention, even while
    // somebody looks at it.
    [Fact]
    public void Alarm_watches_every_queue()
    {
        var read = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Select(mapping => mapping.Value["Properties"])
            .Where(mapping => mapping.Find("Enabled") is null).SelectMany(mapping => mapping["EventSourceArn"].References).ToList();

        Assert.All(LifecycleTemplate.OfType("AWS::SQS::Queue").Select(queue => queue.Key), queue => Assert.Contains(
            read.Contains(queue) ? Watching("ApproximateAgeOfOldestMessage") : Watching("waiting + inFlight"),
            alarm => alarm.Value.References.Contains(queue)));
    }

    // SQS leaves a message that was received three times out of the age.
    [Fact]
    public void Alarm_watches_the_number_of_buffered_events()
    {
        var alarm = LifecycleTemplate.Properties("BufferedEventsAlarm")["Metrics"];

        Assert.Equal("IF(FILL(waiting, 0) + FILL(inFlight, 0) > FILL(finished, 0), 1, 0)", alarm[0]["Expression"].Text);
        Assert.Equal(
            ["ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible", "NumberOfMessagesDeleted"],
            alarm.Items.Skip(1).Select(query => query["MetricStat"]["Metric"]["MetricName"].Text));
        Assert.Equal("BufferedEventsQueue", Assert.Single(alarm.References.Distinct()));
    }

    // Only what AWS Lambda invokes asynchronously has these metrics: events without a buffer, and counts.
    [Fact]
    public void Alarm_on_asynchronous_invocations_exists_only_if_there_are_any()
    {
        Assert.Equal(
            "!Or [!Not [!Condition BuffersEvents], !Condition CountsClients]",
            LifecycleTemplate.Root["Conditions"]["InvokesAsynchronously"].Text);
        Assert.Equal(
            Alarms.Select(alarm => alarm.Data).Where(alarm => Regex.IsMatch(
                LifecycleTemplate.Properties(alarm).Text, "MetricName: (Async|DestinationDeliveryFailures)")),
            Alarms.Select(alarm => alarm.Data).Where(alarm =>
                LifecycleTemplate.Resources[alarm].Find("Condition")?.Text is "InvokesAsynchronously"));
    }

    // The interval ranges from 5 minutes to a day. A count may start late.
    [Theory]
    [InlineData("FrequentCountsMissingAlarm", 60)]
    [InlineData("CountsMissingAlarm", 1440)]
    public void Alarm_on_missing_counts_waits_for_more_than_an_interval(string alarm, int longest)
    {
        var properties = LifecycleTemplate.Properties(alarm);

        Assert.True(properties["EvaluationPeriods"].Number * properties["Metrics"][1]["MetricStat"]["Period"].Number / 60 >= longest + 120);
        Assert.Equal("CountsClients", LifecycleTemplate.Resources[alarm]["Condition"].Text);
    }

    private static bool IsRule(string resource) => resource is "ConnectedRule" or "DisconnectedRule";

    private static IEnumerable<KeyValuePair<string, YamlNode>> Watching(string metric) =>
        LifecycleTemplate.OfType("AWS::CloudWatch::Alarm").Where(alarm => alarm.Value.Text.Contains(metric, StringComparison.Ordinal));
}
