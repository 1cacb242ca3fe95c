using System.Text.RegularExpressions;
using LifecycleLambda.Local.Pipes;
using LifecycleLambda.Payloads;
using LifecycleLambda.Tests.Docs;
using LifecycleLambda.Tests.Template;

namespace LifecycleLambda.Tests.Local.Pipes;

/// <summary>Checks what the template's two pipes send for the captured records, and which rules of docs/event-bus.md match it.</summary>
public sealed class TemplatePipeTests
{
    private static readonly TemplatePipe OfflineConfirmation = TemplatePipe.Read("OfflineConfirmationPipe");
    private static readonly TemplatePipe EventBus = TemplatePipe.Read("EventBusPipe");

    [Theory]
    // The pipe also accepts a change of an unconfirmed disconnect: docs/operations.md uses that to retry a confirmation.
    [InlineData(
        "OfflineConfirmationPipe",
        "changed-while-offline", "went-offline", "went-offline-again", "went-offline-first", "went-offline-later")]
    [InlineData(
        "EventBusPipe",
        "came-online", "came-online-first", "changed-while-offline", "changed-while-online", "confirmed-offline", "took-over",
        "went-offline", "went-offline-again", "went-offline-first", "went-offline-later")]
    public void Pipe_accepts_the_records_of_its_kind(string pipe, params string[] records) =>
        Assert.Equal(records, Accepted(TemplatePipe.Read(pipe)).Select(record => record.Key).Order());

    [Theory]
    [InlineData("OfflineConfirmationPipe")]
    [InlineData("EventBusPipe")]
    public void Pipe_passes_no_personal_data(string name)
    {
        var pipe = TemplatePipe.Read(name);

        Assert.All(Accepted(pipe), record =>
        {
            var (image, passed) = (record.Value["dynamodb"]!["NewImage"]!, pipe.Transform(record.Value).ToJsonString());
            Assert.DoesNotContain((string?)image["principalIdentifier"]?["S"] ?? "nothing", passed, StringComparison.Ordinal);
            Assert.DoesNotContain((string?)image["ipAddress"]?["S"] ?? "nothing", passed, StringComparison.Ordinal);
        });
    }

    // A pipe can't copy a missing value without quotes. A provisioned item has no version until its client connects.
    [Theory]
    [InlineData("OfflineConfirmationPipe", "versionNumber")]
    [InlineData("OfflineConfirmationPipe", "timestamp")]
    [InlineData("EventBusPipe", "versionNumber")]
    [InlineData("EventBusPipe", "timestamp")]
    public void Pipe_ignores_an_item_without_a_value_that_it_copies(string pipe, string attribute)
    {
        var record = StreamFiles.Records["went-offline"].DeepClone().AsObject();
        Assert.True(TemplatePipe.Read(pipe).Accepts(record));

        record["dynamodb"]!["NewImage"]!.AsObject().Remove(attribute);

        Assert.False(TemplatePipe.Read(pipe).Accepts(record));
    }

    [Fact]
    public void Function_reads_the_same_confirmation_from_the_pipe_as_from_the_record() =>
        Assert.All(Accepted(OfflineConfirmation), record =>
            Assert.Equal(Assert.IsType<Payload.Confirmation>(Read(record.Value)), Read(OfflineConfirmation.Transform(record.Value))));

    [Fact]
    public void Documented_bus_events_equal_those_of_the_pipe()
    {
        Assert.Equal(3, StreamFiles.BusEvents.Count);
        Assert.All(StreamFiles.BusEvents, documented => Assert.True(
            JsonNode.DeepEquals(documented.Value, EventBus.CreateEvent(StreamFiles.Records[documented.Key]))));
    }

    // AWS doesn't document what a pipe writes for a value that the record doesn't have. The patterns work with each possibility.
    [Theory]
    [InlineData(",$1\"\"")]
    [InlineData(",$1null")]
    [InlineData("")]
    public void Each_event_pattern_matches_its_kind(string missing)
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
        var archived = Picked(Assert.Single(Patterns("AWS::Events::Archive")).Value, missing);
        Assert.Equal(Accepted(EventBus).Count(), archived.Count());
    }

    [Fact]
    public void Later_change_of_a_confirmed_item_matches_no_pattern()
    {
        var changed = StreamFiles.Records["confirmed-offline"].DeepClone().AsObject();
        changed["dynamodb"]!["OldImage"] = changed["dynamodb"]!["NewImage"]!.DeepClone();

        Assert.DoesNotContain(StreamFiles.BusPatterns.Values, pattern => EventPattern.Matches(pattern, EventBus.CreateEvent(changed)));
    }

    private static Payload Read(JsonObject body) => Payload.ReadMessage(body.ToJsonString(), long.MaxValue);

    private static IEnumerable<KeyValuePair<string, JsonObject>> Accepted(TemplatePipe pipe) =>
        StreamFiles.Records.Where(record => pipe.Accepts(record.Value));

    private static IEnumerable<string> Picked(JsonObject pattern, string missing, string clientId = "sensor-17") =>
        from record in StreamFiles.Records
        let renamed = JsonNode.Parse(record.Value.ToJsonString().Replace("sensor-17", clientId, StringComparison.Ordinal))!.AsObject()
        where EventBus.Accepts(renamed)
        let sent = Regex.Replace(EventBus.CreateEvent(renamed).ToJsonString(), @",(""\w+"":)""""", missing)
        where EventPattern.Matches(pattern, JsonNode.Parse(sent))
        orderby record.Key
        select record.Key;

    /// <summary>Returns the event pattern of each resource of this type in the pages' YAML, by the resource's name.</summary>
    private static Dictionary<string, JsonObject> Patterns(string type) => new(
        from block in Regex.Matches(StreamFiles.Pages, @"^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)
        from resource in TemplateNodes.Parse(block.Groups["yaml"].Value).Find("Resources")?.Entries ?? []
        where resource.Value["Type"].Text == type
        select KeyValuePair.Create(resource.Key, resource.Value["Properties"]["EventPattern"].Json!.AsObject()));
}
