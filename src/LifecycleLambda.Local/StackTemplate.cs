using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local;

/// <summary>The deployment's template, from which the local run reads what both have in common.</summary>
internal sealed class StackTemplate(string path)
{
    private readonly Lazy<YamlNode> _root = new(() =>
    {
        using var template = File.OpenText(path);
        var yaml = new YamlStream();
        yaml.Load(template);
        return yaml.Documents[0].RootNode;
    });

    /// <summary>The copy of <c>template.yaml</c> beside this program.</summary>
    internal static StackTemplate Built { get; } = new(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    /// <exception cref="UserErrorException">The template has no such resource, or the resource lacks what is read.</exception>
    internal T Read<T>(string logicalId, Func<YamlMappingNode, T> read)
    {
        try
        {
            return read((YamlMappingNode)_root.Value["Resources"][logicalId]["Properties"]);
        }
        catch (Exception exception) when (exception is YamlException or KeyNotFoundException or ArgumentException or InvalidCastException
            or InvalidOperationException or FormatException)
        {
            throw new UserErrorException($"{path} has no usable {logicalId}: {exception.Message}", exception);
        }
    }

    internal int Number(string logicalId, params string[] names) => Read(logicalId, properties =>
        int.Parse($"{names.Aggregate((YamlNode)properties, (node, name) => node[name])}", CultureInfo.InvariantCulture));
}
