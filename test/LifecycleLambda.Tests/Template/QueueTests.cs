namespace LifecycleLambda.Tests.Template;

public sealed class QueueTests
{
    private static readonly TimeSpan LongOutage = TimeSpan.FromHours(6);

    public static TheoryData<string> Mappings => [.. LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Select(mapping => mapping.Key)];

    [Theory]
    [MemberData(nameof(Mappings))]
    public void A_queue_that_the_function_reads_outlasts_a_long_outage_and_then_gives_up_into_another_queue(string mapping)
    {
        var properties = LifecycleTemplate.Properties(mapping);
        var queue = LifecycleTemplate.Properties(Assert.Single(properties["EventSourceArn"].References));
        var visibility = queue["VisibilityTimeout"].Number;

        Assert.True(visibility >= 6 * LifecycleTemplate.Function["Timeout"].Number);
        Assert.True(TimeSpan.FromSeconds(visibility) * queue["RedrivePolicy/maxReceiveCount"].Number > LongOutage);
        Assert.EndsWith("EventsQueue.Arn", queue["RedrivePolicy/deadLetterTargetArn"].Text, StringComparison.Ordinal);
        // Messages fail alone, as the function's answer says.
        Assert.Equal("[ReportBatchItemFailures]", properties["FunctionResponseTypes"].Text);
    }
}
