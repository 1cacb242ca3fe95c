namespace LifecycleLambda.Tests.Template;

public sealed class QueueTests
{
    private static readonly TimeSpan LongOutage = TimeSpan.FromHours(6);

    public static TheoryData<string> Queues => [.. LifecycleTemplate.OfType("AWS::SQS::Queue").Select(queue => queue.Key)];

    public static TheoryData<string> Mappings => [.. LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Select(mapping => mapping.Key)];

    [Theory]
    [MemberData(nameof(Queues))]
    public void Is_encrypted_and_keeps_messages_for_14_days(string queue)
    {
        Assert.Equal("true", LifecycleTemplate.Properties(queue)["SqsManagedSseEnabled"].Text);
        Assert.Null(LifecycleTemplate.Properties(queue).Find("KmsMasterKeyId"));
        Assert.Equal(14 * 24 * 3600, LifecycleTemplate.Properties(queue)["MessageRetentionPeriod"].Number);
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void A_queue_that_the_function_reads_outlasts_a_long_outage_and_then_gives_up_into_another_queue(string mapping)
    {
        var queue = QueueOf(mapping);
        var visibility = queue["VisibilityTimeout"].Number;

        Assert.True(visibility >= 6 * LifecycleTemplate.Function["Timeout"].Number);
        Assert.True(TimeSpan.FromSeconds(visibility) * queue["RedrivePolicy/maxReceiveCount"].Number > LongOutage);
        Assert.EndsWith("EventsQueue.Arn", queue["RedrivePolicy/deadLetterTargetArn"].Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void A_mapping_is_bounded_and_lets_messages_fail_alone(string mapping)
    {
        var properties = LifecycleTemplate.Properties(mapping);

        Assert.Equal("[ReportBatchItemFailures]", properties["FunctionResponseTypes"].Text);
        Assert.InRange(properties["ScalingConfig/MaximumConcurrency"].Number, 2, 10);
    }

    private static TemplateNode QueueOf(string mapping)
    {
        var source = LifecycleTemplate.Properties(mapping)["EventSourceArn"];
        return LifecycleTemplate.Properties(Assert.Single(source.References));
    }
}
