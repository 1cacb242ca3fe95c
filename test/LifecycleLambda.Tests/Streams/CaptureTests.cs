using System.Text.Json.Nodes;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Streams;

/// <summary>The records that docs/stream.md shows are those that the engine makes.</summary>
public sealed class CaptureTests(EngineFixture engine)
{
    [Fact]
    public async Task Each_captured_record_is_what_the_engine_makes()
    {
        var captured = await StreamStory.TellAsync(engine);

        Assert.Equal(captured.Select(record => record.Name).Append("expired").Order(), StreamFiles.Records.Keys.Order());
        Assert.All(captured, made => Assert.True(
            JsonNode.DeepEquals(WithoutTheEnginesOwn(made.Record), WithoutTheEnginesOwn(StreamFiles.Records[made.Name])),
            $"Records/{made.Name}.json is not what the engine made: {made.Record}"));
    }

    [Fact]
    public void The_expired_record_is_the_captured_removal_and_what_aws_adds()
    {
        var expired = StreamFiles.Records["removed"].DeepClone();
        expired["userIdentity"] = new JsonObject { ["type"] = "Service", ["principalId"] = "dynamodb.amazonaws.com" };

        Assert.True(JsonNode.DeepEquals(expired, StreamFiles.Records["expired"]));
    }

    private static JsonObject WithoutTheEnginesOwn(JsonObject record)
    {
        var copy = record.DeepClone().AsObject();
        Assert.All(["eventID", "awsRegion"], name => Assert.True(copy.Remove(name)));
        Assert.All(
            ["SequenceNumber", "SizeBytes", "ApproximateCreationDateTime"],
            name => Assert.True(copy["dynamodb"]!.AsObject().Remove(name)));
        return copy;
    }
}
