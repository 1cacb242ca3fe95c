using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local.Pipes;

/// <summary>A pipe on the table's stream as the template defines it.</summary>
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

    // A quoted variable becomes text. An unquoted one stays the JSON that it is in the record.
    [GeneratedRegex("""
        "<\$\.(?<path>[^>"]+)>"|<\$\.(?<path>[^>"]+)>
        """)]
    private static partial Regex Variable { get; }

    /// <exception cref="UserErrorException">The template has no such pipe.</exception>
    internal static TemplatePipe Read(string logicalId) => StackTemplate.Default.Read(logicalId, pipe => new TemplatePipe(pipe));

    internal bool Takes(JsonObject record) => EventPattern.Matches(_filter, record);

    /// <summary>Makes the target's input of a record
    /// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html). For a value that the record doesn't
    /// have it writes an empty text, because AWS doesn't document what a pipe writes.</summary>
    internal JsonObject Transform(JsonObject record) =>
        JsonNode.Parse(Variable.Replace($"{_target["InputTemplate"]}", variable =>
        {
            var value = variable.Groups["path"].Value.Split('.').Aggregate((JsonNode?)record, (node, name) => node?[name]);
            return value is null || variable.Value.StartsWith('"') ? JsonValue.Create($"{value}").ToJsonString() : value.ToJsonString();
        }))!.AsObject();

    /// <summary>Makes the event for the bus. EventBridge adds its id, account, Region and time.</summary>
    internal JsonObject EventOf(JsonObject record) => new()
    {
        ["source"] = $"{_target["EventBridgeEventBusParameters"]["Source"]}",
        ["detail-type"] = $"{_target["EventBridgeEventBusParameters"]["DetailType"]}",
        ["detail"] = Transform(record),
    };
}
