using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Streams;

/// <summary>docs/stream.md shows the files that the other tests hold against the engine, and nothing else.</summary>
public sealed partial class StreamPageTests
{
    private static readonly string Page = File.ReadAllText(StreamFiles.Page);

    [Fact]
    public void Each_json_block_is_the_file_that_the_link_before_it_names()
    {
        var shown = ShownFiles().Matches(Page);

        Assert.Equal(Block("json").Count, shown.Count);
        Assert.All(shown, match =>
        {
            var file = Path.Combine(Path.GetDirectoryName(StreamFiles.Page)!, match.Groups["file"].Value);
            Assert.True(
                JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(file)), JsonNode.Parse(match.Groups["json"].Value)),
                $"docs/stream.md does not show {file}");
        });
    }

    [Fact]
    public void Every_filter_is_shown() => Assert.Equal(
        StreamFiles.Filters.Keys.Order(StringComparer.Ordinal),
        ShownFiles().Matches(Page)
            .Select(match => match.Groups["file"].Value)
            .Where(file => file.Contains("/Filters/", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void The_example_of_a_mapping_has_a_documented_filter()
    {
        using var yaml = new StringReader(Assert.Single(Block("yaml")).Groups["code"].Value);
        var stream = new YamlStream();
        stream.Load(yaml);

        var pattern = stream.Documents[0].AllNodes.OfType<YamlMappingNode>().Single(node => node.Children.ContainsKey("Pattern"))["Pattern"];

        Assert.True(JsonNode.DeepEquals(StreamFiles.Filters["came-online"], JsonNode.Parse(((YamlScalarNode)pattern).Value!)));
    }

    [Fact]
    public void The_consumer_is_the_one_that_the_tests_run()
    {
        var code = File.ReadAllText(Path.Combine(StreamFiles.Folder, "PresenceConsumer.cs"));
        var region = code.Split("    #region consumer\n")[1].Split("    #endregion")[0];

        Assert.Equal(Indentation().Replace(region, ""), Assert.Single(Block("csharp")).Groups["code"].Value);
    }

    [Fact]
    public void Every_link_leads_to_a_file() => Assert.All(
        Links().Matches(Page),
        link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(StreamFiles.Page)!, link.Groups["file"].Value)), link.Value));

    private static MatchCollection Block(string language) =>
        Regex.Matches(Page, $@"^```{language}\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline);

    // The last link to a JSON file before the block.
    [GeneratedRegex(@"\]\((?<file>[^)]+\.json)\)((?!```|\.json\)).)*\n\n```json\n(?<json>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex ShownFiles();

    [GeneratedRegex(@"\]\((?<file>(?!https:|#)[^)#]+)[^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex("^    ", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
