using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LifecycleLambda.Local.Aws;

namespace LifecycleLambda.Tests.Streams;

/// <summary>docs/stream.md shows the records, the filters and the consumer that the tests run; each filter picks what the page says.</summary>
public sealed partial class StreamPageTests
{
    private static readonly string Page = File.ReadAllText(StreamFiles.Page);

    [Fact]
    public void Each_json_block_is_one_of_the_files_and_every_filter_is_shown()
    {
        var shown = JsonBlocks().Matches(Page).Select(match => JsonNode.Parse(match.Groups["json"].Value)).ToList();

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

        Assert.Contains($"```csharp\n{Indentation().Replace(region, "")}```", Page, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex JsonBlocks();

    [GeneratedRegex("^    ", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
