using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local;

/// <summary>The deployment's template. The local run reads the table, the pipes and the function's settings from it.</summary>
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
    internal static StackTemplate Default { get; } = new(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    internal T Read<T>(string logicalId, Func<YamlMappingNode, T> read)
    {
        try
        {
            return read((YamlMappingNode)_root.Value["Resources"][logicalId]["Properties"]);
        }
        catch (Exception exception) when (exception is YamlException or KeyNotFoundException or ArgumentException or InvalidCastException
            or InvalidOperationException or FormatException)
        {
            throw new UserErrorException($"Can't read the resource {logicalId} in {path}: {exception.Message}", exception);
        }
    }

    internal int ReadNumber(string logicalId, params string[] names) => Read(logicalId, properties =>
        int.Parse($"{names.Aggregate((YamlNode)properties, (node, name) => node[name])}", CultureInfo.InvariantCulture));
}
