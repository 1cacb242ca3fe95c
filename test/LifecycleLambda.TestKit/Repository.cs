using System.Xml.Linq;

namespace LifecycleLambda.TestKit;

internal static class Repository
{
    internal static string Folder { get; } = Path.GetFullPath("../../../../..", AppContext.BaseDirectory);

    internal static string Version { get; } =
        XDocument.Load(Path.Combine(Folder, "Directory.Build.props")).Descendants("Version").Single().Value;

    internal static string Read(params string[] path) => File.ReadAllText(Path.Combine([Folder, .. path]));
}
