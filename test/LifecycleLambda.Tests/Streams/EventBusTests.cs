using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Template;

namespace LifecycleLambda.Tests.Streams;

/// <summary>The patterns and rules of docs/stream.md pick the right ones of the events that the template's pipe puts on a bus.</summary>
public sealed partial class EventBusTests
{
    private static readonly TemplatePipe Pipe = TemplatePipe.Read(TableDefinition.TemplatePath, "EventBusPipe");

    // AWS does not say what a pipe puts where a record has no such value: the patterns hold for each of these.
    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData(null)]
    public void Each_pattern_and_each_rule_picks_its_kind(string? missing)
    {
        Assert.Equal(["came-online", "came-online-first"], Picked(StreamFiles.BusPatterns["device-connected"], missing));
        Assert.Equal(
            ["went-offline", "went-offline-first", "went-offline-later"], Picked(StreamFiles.BusPatterns["device-disconnected"], missing));
        Assert.Equal(["confirmed-offline"], Picked(StreamFiles.BusPatterns["device-confirmed-offline"], missing));

        var rules = Patterns("AWS::Events::Rule");
        Assert.Equal(["ConfirmedOfflineRule", "GatewayRule"], rules.Keys.Order());
        Assert.Equal(["confirmed-offline"], Picked(rules["ConfirmedOfflineRule"], missing));
        Assert.Empty(Picked(rules["GatewayRule"], missing));
        Assert.Equal(["went-offline", "went-offline-later"], Picked(rules["GatewayRule"], missing, clientId: "gateway-17"));
        Assert.Equal(StreamFiles.Records.Values.Count(Pipe.Takes), Picked(Assert.Single(Patterns("AWS::Events::Archive")).Value, missing).Count());
    }

    [Fact]
    public void A_change_of_ones_own_is_no_second_confirmation()
    {
        var changed = StreamFiles.Records["confirmed-offline"].DeepClone().AsObject();
        changed["dynamodb"]!["OldImage"] = changed["dynamodb"]!["NewImage"]!.DeepClone();

        Assert.DoesNotContain(StreamFiles.BusPatterns.Values, pattern => EventPattern.Matches(pattern, Pipe.EventOf(changed)));
    }

    private static IEnumerable<string> Picked(JsonObject pattern, string? missing, string clientId = "sensor-17") =>
        from record in StreamFiles.Records
        let renamed = JsonNode.Parse(record.Value.ToJsonString().Replace("sensor-17", clientId, StringComparison.Ordinal))!.AsObject()
        where Pipe.Takes(renamed) && EventPattern.Matches(pattern, Pipe.EventOf(renamed, missing))
        orderby record.Key
        select record.Key;

    /// <summary>The event patterns of the page's resources of a type.</summary>
    private static Dictionary<string, JsonObject> Patterns(string type) => new(
        from block in YamlBlocks().Matches(File.ReadAllText(StreamFiles.Page))
        from resource in TemplateNode.Parse(block.Groups["yaml"].Value).Find("Resources")?.Entries ?? []
        where resource.Value["Type"].Text == type
        select KeyValuePair.Create(resource.Key, resource.Value["Properties/EventPattern"].Json!.AsObject()));

    [GeneratedRegex(@"^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex YamlBlocks();
}
