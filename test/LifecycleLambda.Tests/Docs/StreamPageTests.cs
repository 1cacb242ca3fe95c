using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LifecycleLambda.Local.Pipes;

namespace LifecycleLambda.Tests.Docs;

/// <summary>docs/stream.md shows the records that the engine makes, filters that pick what it says, and the consumer that the tests run.</summary>
public sealed class StreamPageTests(EngineFixture engine)
{
    [Fact]
    public void Each_json_block_is_one_of_the_files_and_every_filter_is_shown()
    {
        var shown = Regex.Matches(StreamFiles.Page, @"^```json\n(?<json>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(match => JsonNode.Parse(match.Groups["json"].Value)).ToList();

        Assert.All(shown, json => Assert.Contains(
            new[] { StreamFiles.Filters, StreamFiles.Records, StreamFiles.BusEvents, StreamFiles.BusPatterns }.SelectMany(files => files.Values),
            file => JsonNode.DeepEquals(file, json)));
        Assert.All(StreamFiles.Filters.Concat(StreamFiles.BusPatterns), filter => Assert.True(
            shown.Exists(json => JsonNode.DeepEquals(filter.Value, json)), $"docs/stream.md does not show {filter.Key}"));
    }

    [Theory]
    [InlineData("came-online", "came-online", "came-online-first")]
    [InlineData("went-offline", "went-offline", "went-offline-first", "went-offline-later")]
    [InlineData("confirmed-offline", "confirmed-offline")]
    [InlineData("expired", "expired")]
    // A pattern cannot compare the two images, so a change of one of the user's attributes passes for a new session.
    [InlineData("took-over", "changed-while-online", "took-over")]
    // A mapping's pattern cannot name who removed the item.
    [InlineData("removed", "expired", "removed")]
    public void Filter_picks(string filter, params string[] names) => Assert.Equal(
        names,
        StreamFiles.Records.Where(record => EventPattern.Matches(StreamFiles.Filters[filter], record.Value)).Select(record => record.Key).Order());

    [Fact]
    public void The_consumer_is_the_one_that_the_tests_run()
    {
        var code = File.ReadAllText(Path.Combine(StreamFiles.Folder, "PresenceConsumer.cs"));
        var region = code.Split("    #region consumer\n")[1].Split("    #endregion")[0];
        var unindented = Regex.Replace(region, "^    ", "", RegexOptions.Multiline);

        Assert.Contains($"```csharp\n{unindented}```", StreamFiles.Page, StringComparison.Ordinal);
    }

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
