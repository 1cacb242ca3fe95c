using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Template;

/// <summary>A part of the template. Intrinsic functions keep their short form: <c>!GetAtt PresenceTable.Arn</c>.</summary>
internal sealed partial class TemplateNode(YamlNode node)
{
    internal static TemplateNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return new TemplateNode(yaml.Documents[0].RootNode);
    }

    /// <summary>The part below, which must exist; <c>/</c> separates levels.</summary>
    internal TemplateNode this[string below] =>
        Find(below) ?? throw new KeyNotFoundException($"There is no {below} in {Text}.");

    internal TemplateNode? Find(string below) => below.Split('/').Aggregate((TemplateNode?)this, (found, key) => found?.Child(key));

    /// <summary>The keys and values of a mapping.</summary>
    internal IEnumerable<KeyValuePair<string, TemplateNode>> Entries => ((YamlMappingNode)node).Children
        .Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, new TemplateNode(entry.Value)));

    internal IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

    /// <summary>The items of a list; a lone value is a list of one, as in IAM.</summary>
    internal IEnumerable<TemplateNode> Items =>
        node is YamlSequenceNode sequence && sequence.Tag.IsEmpty
            ? sequence.Children.Select(item => new TemplateNode(item))
            : [this];

    /// <summary>The value, on one line.</summary>
    internal string Text => Render(node);

    internal int Number => int.Parse(Text, CultureInfo.InvariantCulture);

    internal IEnumerable<string> Texts => Items.Select(item => item.Text);

    /// <summary>Names of the parameters, resources and conditions that this part uses.</summary>
    internal IEnumerable<string> References =>
        from match in Reference().Matches(Text)
        select match.Groups.Values.Skip(1).First(name => name.Success).Value;

    private TemplateNode? Child(string key) => node switch
    {
        YamlMappingNode mapping when mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) => new(value),
        YamlSequenceNode sequence when int.TryParse(key, CultureInfo.InvariantCulture, out var index) => new(sequence.Children[index]),
        _ => null,
    };

    /// <summary>The value as JSON, where it holds no function of AWS CloudFormation.</summary>
    internal JsonNode? Json => ToJson(node);

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(child.Key.ToString(), ToJson(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => JsonValue.Create(false),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    private static string Render(YamlNode node)
    {
        var text = node switch
        {
            YamlScalarNode scalar => scalar.Value ?? "",
            YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Children.Select(Render))}]",
            YamlMappingNode mapping => $"{{{string.Join(", ", mapping.Children.Select(entry => $"{Render(entry.Key)}: {Render(entry.Value)}"))}}}",
            _ => throw new NotSupportedException($"The template holds a {node.NodeType}."),
        };
        // A quoted scalar carries the tag "!".
        return node.Tag.IsEmpty || node.Tag.Value is "!" || !node.Tag.Value.StartsWith('!') ? text : $"{node.Tag.Value} {text}";
    }

    [GeneratedRegex(@"!Ref ([A-Za-z0-9]+)|!GetAtt ([A-Za-z0-9]+)|\$\{([A-Za-z0-9]+)[.}]|!If \[([A-Za-z0-9]+)|Condition: ([A-Za-z0-9]+)")]
    private static partial Regex Reference();
}
