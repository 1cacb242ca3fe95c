using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Template;

/// <summary>The repository's template.yaml.</summary>
internal static class LifecycleTemplate
{
    /// <summary>The directory that holds template.yaml, docs and test/events.</summary>
    internal static string Repository { get; } = Path.GetFullPath("../../../../..", AppContext.BaseDirectory);

    /// <summary>The text of one of the repository's files.</summary>
    internal static string File(params string[] path) => System.IO.File.ReadAllText(Path.Combine([Repository, .. path]));

    internal static YamlNode Root { get; } = TemplateNodes.Parse(File("template.yaml"));

    internal static YamlNode Parameters => Root["Parameters"];

    internal static YamlNode Resources => Root["Resources"];

    internal static YamlNode Function => Properties("LifecycleFunction");

    /// <summary>The properties of a resource.</summary>
    internal static YamlNode Properties(string resource) => Resources[resource]["Properties"];

    /// <summary>The resources of a type, by logical id.</summary>
    internal static IEnumerable<KeyValuePair<string, YamlNode>> OfType(string type) =>
        Resources.Entries.Where(entry => entry.Value["Type"].Text == type);
}
