namespace LifecycleLambda.TestKit;

internal static class Repository
{
    internal static string Folder { get; } = Path.GetFullPath("../../../../..", AppContext.BaseDirectory);

    internal static string Read(params string[] path) => File.ReadAllText(Path.Combine([Folder, .. path]));
}
