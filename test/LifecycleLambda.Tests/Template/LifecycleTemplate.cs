using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Template;

internal static class LifecycleTemplate
{
    internal static YamlNode Root { get; } = TemplateNodes.Parse(Repository.Read("template.yaml"));
    internal static YamlNode Parameters => Root["Parameters"];
    internal static YamlNode Resources => Root["Resources"];
    internal static YamlNode Function => Properties("LifecycleFunction");

    internal static YamlNode Properties(string resource) => Resources[resource]["Properties"];

    internal static IEnumerable<KeyValuePair<string, YamlNode>> OfType(string type) =>
        Resources.Entries.Where(entry => entry.Value["Type"].Text == type);
}
