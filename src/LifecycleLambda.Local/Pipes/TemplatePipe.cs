using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LifecycleLambda.Local.DynamoDb;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local.Pipes;

/// <summary>A pipe on the table's stream, as the template defines it: which records it takes, and what it makes of one.</summary>
internal sealed partial class TemplatePipe
{
    private const string Absent = "\"(absent)\"";

    private readonly JsonObject _filter;
    private readonly YamlMappingNode _target;

    /// <param name="logicalId">What the template calls it.</param>
    /// <exception cref="UserErrorException">The template has none.</exception>
    internal TemplatePipe(string logicalId)
    {
        (_filter, _target) = TableDefinition.Resource(TableDefinition.TemplatePath, logicalId, pipe => (
            JsonNode.Parse($"{((YamlSequenceNode)pipe["SourceParameters"]["FilterCriteria"]["Filters"]).Single()["Pattern"]}")!.AsObject(),
            (YamlMappingNode)pipe["TargetParameters"]));
    }

    internal bool Takes(JsonObject record) => EventPattern.Matches(_filter, record);

    /// <summary>What the target gets for a record
    /// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html).</summary>
    /// <param name="record">The record.</param>
    /// <param name="missing">JSON for what the record has not, about which AWS says nothing; without it the field is left out.</param>
    internal JsonObject Transform(JsonObject record, string? missing = "\"\"")
    {
        var result = JsonNode.Parse(Variable().Replace($"{_target["InputTemplate"]}", variable =>
        {
            var value = variable.Groups["path"].Value.Split('.').Aggregate((JsonNode?)record, (node, name) => node?[name]);
            return value is null ? missing ?? Absent : variable.Value is ['"', ..] ? JsonValue.Create($"{value}").ToJsonString() : value.ToJsonString();
        }))!.AsObject();
        foreach (var absent in result.Where(field => field.Value?.ToJsonString() is Absent).ToList())
        {
            result.Remove(absent.Key);
        }

        return result;
    }

    /// <summary>The event on the bus, where that is the target. EventBridge adds its id, account, Region and time.</summary>
    internal JsonObject EventOf(JsonObject record, string? missing = "\"\"") => new()
    {
        ["source"] = $"{_target["EventBridgeEventBusParameters"]["Source"]}",
        ["detail-type"] = $"{_target["EventBridgeEventBusParameters"]["DetailType"]}",
        ["detail"] = Transform(record, missing),
    };

    [GeneratedRegex("""
        "<\$\.(?<path>[^>"]+)>"|<\$\.(?<path>[^>"]+)>
        """)]
    private static partial Regex Variable();
}
