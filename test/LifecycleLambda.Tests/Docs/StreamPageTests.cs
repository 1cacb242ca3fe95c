using System.Text.RegularExpressions;
using LifecycleLambda.Local.Pipes;

namespace LifecycleLambda.Tests.Docs;

/// <summary>Checks that the pages on the stream show captured records, patterns that match as described, and tested consumers.</summary>
public sealed class StreamPageTests(EngineFixture engine)
{
    private static readonly List<JsonNode?> Shown = [.. Regex
        .Matches(StreamFiles.Pages, @"^```json\n(?<json>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)
        .Select(match => JsonNode.Parse(match.Groups["json"].Value))];

    [Fact]
    public void Each_JSON_block_equals_a_file() => Assert.All(Shown, json => Assert.Contains(
        new[] { StreamFiles.Filters, StreamFiles.Records, StreamFiles.BusEvents, StreamFiles.BusPatterns }.SelectMany(file => file.Values),
        file => JsonNode.DeepEquals(file, json)));

    [Fact]
    public void Each_filter_is_shown() => Assert.All(StreamFiles.Filters.Concat(StreamFiles.BusPatterns), filter => Assert.True(
        Shown.Exists(json => JsonNode.DeepEquals(filter.Value, json)), $"No page shows {filter.Key}"));

    [Theory]
    [InlineData("came-online", "came-online", "came-online-first")]
    [InlineData("went-offline", "went-offline", "went-offline-first", "went-offline-later")]
    [InlineData("confirmed-offline", "confirmed-offline")]
    [InlineData("expired", "expired")]
    // A pattern can't compare the two images, so it also matches a change of one of the user's attributes.
    [InlineData("took-over", "changed-while-online", "took-over")]
    // A mapping's pattern can't name who removed the item.
    [InlineData("removed", "expired", "removed")]
    public void Each_filter_matches_the_records_of_its_kind(string filter, params string[] names) => Assert.Equal(
        names,
        from record in StreamFiles.Records
        where EventPattern.Matches(StreamFiles.Filters[filter], record.Value)
        orderby record.Key
        select record.Key);

    [Fact]
    public void Shown_CSharp_consumer_equals_the_tested_one()
    {
        var code = File.ReadAllText(Path.Combine(StreamFiles.Folder, "PresenceConsumer.cs")).ReplaceLineEndings("\n");
        var region = code.Split("    #region consumer\n")[1].Split("    #endregion")[0];
        var unindented = Regex.Replace(region, "^    ", "", RegexOptions.Multiline);

        Assert.Contains($"```csharp\n{unindented}```", StreamFiles.Pages, StringComparison.Ordinal);
    }

    [Fact]
    public void Shown_JavaScript_consumer_equals_the_tested_one() =>
        Assert.Contains($"```js\n{File.ReadAllText(StreamFiles.JavaScriptConsumer)}```", StreamFiles.Pages, StringComparison.Ordinal);

    [Fact]
    public async Task Each_captured_record_equals_the_record_of_the_engine()
    {
        var captured = await StreamStory.WriteAsync(engine);

        Assert.Equal(captured.Select(record => record.Name).Append("expired").Order(), StreamFiles.Records.Keys.Order());
        Assert.All(captured, made => Assert.True(
            JsonNode.DeepEquals(WithoutEngineFields(made.Record), WithoutEngineFields(StreamFiles.Records[made.Name])),
            $"Records/{made.Name}.json differs from the engine's record: {made.Record}"));
    }

    [Fact]
    public void Expired_record_adds_its_user_identity_to_the_captured_removal()
    {
        var expired = StreamFiles.Records["removed"].DeepClone();
        expired["userIdentity"] = new JsonObject { ["type"] = "Service", ["principalId"] = "dynamodb.amazonaws.com" };

        Assert.True(JsonNode.DeepEquals(expired, StreamFiles.Records["expired"]));
    }

    /// <summary>Returns a copy without the fields that differ in each run.</summary>
    private static JsonObject WithoutEngineFields(JsonObject record)
    {
        var copy = record.DeepClone().AsObject();
        Assert.All(["eventID", "awsRegion"], name => Assert.True(copy.Remove(name)));
        Assert.All(
            ["SequenceNumber", "SizeBytes", "ApproximateCreationDateTime"],
            name => Assert.True(copy["dynamodb"]!.AsObject().Remove(name)));
        return copy;
    }
}
