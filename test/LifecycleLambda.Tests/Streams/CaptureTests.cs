using System.Text.Json;
using System.Text.Json.Nodes;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Streams;

/// <summary>The records that docs/stream.md shows are those that the engine makes.</summary>
public sealed class CaptureTests(EngineFixture engine)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task Each_captured_record_is_what_the_engine_makes()
    {
        var captured = await StreamStory.TellAsync(engine);

        Assert.Equal(
            captured.Select(record => record.Key).Append("expired").Order(StringComparer.Ordinal),
            StreamFiles.Records.Keys.Order(StringComparer.Ordinal));
        Assert.All(captured, record => Assert.True(
            JsonNode.DeepEquals(WithoutTheEnginesOwn(record.Value), WithoutTheEnginesOwn(StreamFiles.Records[record.Key])),
            $"Records/{record.Key}.json is not what the engine made: {record.Value.ToJsonString(Indented)}"));
    }

    [Fact]
    public void The_expired_record_is_the_captured_removal_and_what_aws_adds()
    {
        var expired = StreamFiles.Records["expired"].DeepClone().AsObject();
        var identity = new JsonObject { ["type"] = "Service", ["principalId"] = "dynamodb.amazonaws.com" };

        Assert.True(JsonNode.DeepEquals(identity, expired["userIdentity"]));
        Assert.True(expired.Remove("userIdentity"));
        Assert.True(JsonNode.DeepEquals(StreamFiles.Records["removed"], expired));
    }

    private static JsonObject WithoutTheEnginesOwn(JsonObject record)
    {
        var copy = record.DeepClone().AsObject();
        foreach (var name in new[] { "eventID", "awsRegion" })
        {
            Assert.True(copy.Remove(name));
        }

        foreach (var name in new[] { "SequenceNumber", "SizeBytes", "ApproximateCreationDateTime" })
        {
            Assert.True(copy["dynamodb"]!.AsObject().Remove(name));
        }

        return copy;
    }
}
