using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local.Pipes;

/// <summary>A pipe of the template that reads the table's stream.</summary>
internal sealed partial class TemplatePipe
{
    private readonly JsonObject _filter;
    private readonly YamlNode _target;

    private TemplatePipe(YamlMappingNode pipe)
    {
        var filters = (YamlSequenceNode)pipe["SourceParameters"]["FilterCriteria"]["Filters"];
        _filter = JsonNode.Parse($"{filters.Single()["Pattern"]}")!.AsObject();
        _target = pipe["TargetParameters"];
    }

    // A quoted variable becomes a string. An unquoted variable becomes the record's JSON.
    [GeneratedRegex("""
        "<\$\.(?<path>[^>"]+)>"|<\$\.(?<path>[^>"]+)>
        """)]
    private static partial Regex Variable { get; }

    internal static TemplatePipe Read(string logicalId) => StackTemplate.Default.Read(logicalId, pipe => new TemplatePipe(pipe));

    internal bool Accepts(JsonObject record) => EventPattern.Matches(_filter, record);

    /// <summary>Converts a record to the target's input
    /// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html). A missing value becomes an empty
    /// string, because AWS doesn't document what a pipe writes.</summary>
    internal JsonObject Transform(JsonObject record) =>
        JsonNode.Parse(Variable.Replace($"{_target["InputTemplate"]}", variable =>
        {
            var value = variable.Groups["path"].Value.Split('.').Aggregate((JsonNode?)record, (node, name) => node?[name]);
            return value is null || variable.Value.StartsWith('"') ? JsonValue.Create($"{value}").ToJsonString() : value.ToJsonString();
        }))!.AsObject();

    /// <summary>Creates the event for the bus. EventBridge adds the id, account, Region and time.</summary>
    internal JsonObject CreateEvent(JsonObject record) => new()
    {
        ["source"] = $"{_target["EventBridgeEventBusParameters"]["Source"]}",
        ["detail-type"] = $"{_target["EventBridgeEventBusParameters"]["DetailType"]}",
        ["detail"] = Transform(record),
    };
}
