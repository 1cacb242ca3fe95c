using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Streams;

/// <summary>The events that the template's pipe puts on a bus, and the patterns and rules of docs/stream.md that pick them.</summary>
public sealed partial class EventBusTests(EngineFixture engine)
{
    private static readonly TemplatePipe Pipe = new("EventBusPipe");

    [Fact]
    public async Task The_documented_events_are_those_of_the_engine_s_records()
    {
        var records = (await StreamStory.TellAsync(engine)).ToDictionary(record => record.Key, record => record.Value);

        Assert.Equal(3, StreamFiles.BusEvents.Count);
        Assert.All(StreamFiles.BusEvents, documented => Assert.True(
            JsonNode.DeepEquals(documented.Value, Pipe.EventOf(records[documented.Key])), $"BusEvents/{documented.Key}.json"));
    }

    // AWS does not say what a pipe puts where a record has no such value: the patterns hold for each of these.
    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData(null)]
    public void Each_pattern_picks_its_kind(string? missing)
    {
        Assert.Equal(["came-online", "came-online-first"], Picked(StreamFiles.BusPatterns["device-connected"], missing));
        Assert.Equal(
            ["went-offline", "went-offline-first", "went-offline-later"], Picked(StreamFiles.BusPatterns["device-disconnected"], missing));
        Assert.Equal(["confirmed-offline"], Picked(StreamFiles.BusPatterns["device-confirmed-offline"], missing));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData(null)]
    public void Each_rule_picks_its_kind(string? missing)
    {
        var rules = Resources("AWS::Events::Rule");

        Assert.Equal(["ConfirmedOfflineRule", "GatewayRule"], rules.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["confirmed-offline"], Picked(rules["ConfirmedOfflineRule"], missing));
        Assert.Empty(Picked(rules["GatewayRule"], missing));
        Assert.Equal(["went-offline", "went-offline-later"], Picked(rules["GatewayRule"], missing, clientId: "gateway-17"));
        Assert.Equal(Bus(missing).Select(record => record.Key), Picked(Assert.Single(Resources("AWS::Events::Archive")).Value, missing));
    }

    /// <summary>One of your own attributes that changes later is no second confirmation, and no second connect.</summary>
    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData(null)]
    public void A_change_of_ones_own_is_of_no_kind(string? missing)
    {
        var confirmed = StreamFiles.Records["confirmed-offline"].DeepClone().AsObject();
        confirmed["dynamodb"]!["OldImage"] = confirmed["dynamodb"]!["NewImage"]!.DeepClone();

        foreach (var record in new[] { confirmed, StreamFiles.Records["changed-while-online"], StreamFiles.Records["changed-while-offline"] })
        {
            Assert.True(Pipe.Takes(record));
            Assert.All(StreamFiles.BusPatterns, pattern => Assert.False(EventPattern.Matches(pattern.Value, Pipe.EventOf(record, missing)), pattern.Key));
        }
    }

    [Fact]
    public void A_client_id_stays_itself()
    {
        const string Hostile = "sensor \"17\" \\ <$.dynamodb.NewImage.ipAddress.S> ü";
        var record = StreamFiles.Records["went-offline"].DeepClone().AsObject();
        record["dynamodb"]!["NewImage"]!["clientId"]!["S"] = Hostile;

        Assert.Equal(Hostile, (string?)Pipe.EventOf(record)["detail"]!["clientId"]);
    }

    private static IEnumerable<KeyValuePair<string, JsonObject>> Bus(string? missing, string clientId = "sensor-17") =>
        from record in StreamFiles.Records.OrderBy(record => record.Key, StringComparer.Ordinal)
        where Pipe.Takes(record.Value)
        let renamed = JsonNode.Parse(record.Value.ToJsonString().Replace("sensor-17", clientId, StringComparison.Ordinal))!.AsObject()
        select KeyValuePair.Create(record.Key, Pipe.EventOf(renamed, missing));

    private static IEnumerable<string> Picked(JsonObject pattern, string? missing, string clientId = "sensor-17") =>
        Bus(missing, clientId).Where(sent => EventPattern.Matches(pattern, sent.Value)).Select(sent => sent.Key);

    /// <summary>The event patterns of the page's resources of a type.</summary>
    private static Dictionary<string, JsonObject> Resources(string type)
    {
        var patterns = new Dictionary<string, JsonObject>();
        foreach (Match block in YamlBlocks().Matches(File.ReadAllText(StreamFiles.Page)))
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(block.Groups["yaml"].Value));
            if (((YamlMappingNode)yaml.Documents[0].RootNode).Children.TryGetValue("Resources", out var resources))
            {
                foreach (var (name, resource) in ((YamlMappingNode)resources).Children.Where(resource => resource.Value["Type"].ToString() == type))
                {
                    patterns.Add(name.ToString(), Json(resource["Properties"]["EventPattern"])!.AsObject());
                }
            }
        }

        return patterns;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(child.Key.ToString(), Json(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "null" } => null,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "false" } => JsonValue.Create(false),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    [GeneratedRegex(@"^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex YamlBlocks();
}
