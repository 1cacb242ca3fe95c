using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Template;

/// <summary>Reads the template. Intrinsic functions keep their short form: <c>!GetAtt PresenceTable.Arn</c>.</summary>
internal static class TemplateNodes
{
    private const string Reference = @"(?:!Ref |!GetAtt |!If \[|Condition: )([A-Za-z0-9]+)|\$\{([A-Za-z0-9]+)[.}]";

    internal static YamlNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return yaml.Documents[0].RootNode;
    }

    extension(YamlNode node)
    {
        internal YamlNode? Find(string key) => ((YamlMappingNode)node).Children.TryGetValue(key, out var value) ? value : null;

        internal IEnumerable<KeyValuePair<string, YamlNode>> Entries =>
            ((YamlMappingNode)node).Children.Select(entry => KeyValuePair.Create(entry.Key.ToString(), entry.Value));

        internal IEnumerable<string> Keys => node.Entries.Select(entry => entry.Key);

        /// <summary>The items of a list. A single value counts as a list of one item, as in IAM policies.</summary>
        internal IEnumerable<YamlNode> Items => node is YamlSequenceNode sequence && sequence.Tag.IsEmpty ? sequence.Children : [node];

        internal IEnumerable<string> Texts => node.Items.Select(item => item.Text);

        internal int Number => int.Parse(node.Text, CultureInfo.InvariantCulture);

        /// <summary>The value on one line.</summary>
        internal string Text
        {
            get
            {
                var text = node switch
                {
                    YamlScalarNode scalar => scalar.Value ?? "",
                    YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Children.Select(item => item.Text))}]",
                    _ => $"{{{string.Join(", ", node.Entries.Select(entry => $"{entry.Key}: {entry.Value.Text}"))}}}",
                };
                // A quoted scalar has the tag "!".
                return node.Tag.IsEmpty || node.Tag.Value is "!" || !node.Tag.Value.StartsWith('!') ? text : $"{node.Tag.Value} {text}";
            }
        }

        /// <summary>The names of the parameters, resources and conditions that this part uses.</summary>
        internal IEnumerable<string> References =>
            from match in Regex.Matches(node.Text, Reference)
            select match.Groups.Values.Skip(1).First(name => name.Success).Value;

        /// <summary>The value as JSON. It must not contain a function of AWS CloudFormation.</summary>
        internal JsonNode? Json => node switch
        {
            YamlMappingNode => new JsonObject(node.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Json))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(item => item.Json)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" } => null,
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => JsonValue.Create(false),
            _ => JsonValue.Create(node.ToString()),
        };
    }
}
