using System.Text.Json.Nodes;

namespace LifecycleLambda.Tests.Template;

public sealed class OfflineConfirmationTests
{
    private static readonly string[] Parts =
    [
        "OfflineConfirmationQueue", "UnreadRecordsQueue", "OfflineConfirmationQueuesPolicy", "OfflineConfirmationPipeRole",
        "OfflineConfirmationPipe", "OfflineConfirmationMapping", "PipeFailuresAlarm", "UnreadRecordsAlarm",
    ];

    private static TemplateNode Stream => LifecycleTemplate.Properties("OfflineConfirmationPipe")["SourceParameters/DynamoDBStreamParameters"];

    [Fact]
    public void Exists_only_with_a_delay()
    {
        var conditional = LifecycleTemplate.Resources.Entries.Where(entry => entry.Value.Find("Condition")?.Text == "ConfirmsOffline");

        Assert.Equal(Parts, conditional.Select(entry => entry.Key));
        Assert.Equal("!Not [!Equals [!Ref OfflineConfirmationDelaySeconds, 0]]", LifecycleTemplate.Root["Conditions/ConfirmsOffline"].Text);
        Assert.Equal(0, LifecycleTemplate.Parameters["OfflineConfirmationDelaySeconds/Default"].Number);
    }

    [Fact]
    public void Is_used_by_nothing_that_exists_without_it()
    {
        var others = LifecycleTemplate.Resources.Entries.Where(entry => !Parts.Contains(entry.Key) && entry.Value.References.Any(Parts.Contains));

        Assert.Equal(["LifecycleRole", "LifecycleDashboard"], others.Select(entry => entry.Key));
        Assert.All(others, other => Assert.Contains("!If [ConfirmsOffline, ", other.Value.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Leads_from_the_stream_through_the_delay_to_the_function()
    {
        var pipe = LifecycleTemplate.Properties("OfflineConfirmationPipe");

        Assert.Equal("!GetAtt PresenceTable.StreamArn", pipe["Source"].Text);
        Assert.Equal("!GetAtt OfflineConfirmationPipeRole.Arn", pipe["RoleArn"].Text);
        Assert.Equal("!GetAtt OfflineConfirmationQueue.Arn", pipe["Target"].Text);
        Assert.Equal("!Ref OfflineConfirmationDelaySeconds", LifecycleTemplate.Properties("OfflineConfirmationQueue")["DelaySeconds"].Text);
        Assert.Equal("!GetAtt OfflineConfirmationQueue.Arn", LifecycleTemplate.Properties("OfflineConfirmationMapping")["EventSourceArn"].Text);
        Assert.Equal(900, LifecycleTemplate.Parameters["OfflineConfirmationDelaySeconds/MaxValue"].Number);
    }

    [Fact]
    public void Misses_nothing_and_ends_somewhere()
    {
        Assert.Equal("TRIM_HORIZON", Stream["StartingPosition"].Text);
        Assert.InRange(Stream["BatchSize"].Number, 1, 10);
        Assert.InRange(Stream["MaximumRetryAttempts"].Number, 1, 1000);
        Assert.Equal("AUTOMATIC_BISECT", Stream["OnPartialBatchItemFailure"].Text);
        Assert.Equal("{Arn: !GetAtt UnreadRecordsQueue.Arn}", Stream["DeadLetterConfig"].Text);
        // A limit on the age would drop, on the first start, what the stream kept.
        Assert.Null(Stream.Find("MaximumRecordAgeInSeconds"));
    }

    [Fact]
    public void Confirms_disconnects_that_are_not_confirmed()
    {
        var filters = LifecycleTemplate.Properties("OfflineConfirmationPipe")["SourceParameters/FilterCriteria/Filters"];
        var expected = JsonNode.Parse("""
            {
              "eventName": ["INSERT", "MODIFY"],
              "dynamodb": {
                "NewImage": {
                  "eventType": { "S": ["disconnected"] },
                  "offlineConfirmedAt": { "N": [{ "exists": false }] }
                }
              }
            }
            """);

        var pattern = Assert.Single(filters.Items)["Pattern"].Text;

        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(pattern)));
    }

    [Fact]
    public void A_confirmation_that_keeps_failing_becomes_a_failed_event() => Assert.Equal(
        "!GetAtt FailedEventsQueue.Arn",
        LifecycleTemplate.Properties("OfflineConfirmationQueue")["RedrivePolicy/deadLetterTargetArn"].Text);
}
