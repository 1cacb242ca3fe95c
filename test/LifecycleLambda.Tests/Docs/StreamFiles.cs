namespace LifecycleLambda.Tests.Docs;

/// <summary>The files and pages that describe the stream. The pages show records, filters and patterns from the files.</summary>
internal static class StreamFiles
{
    internal static string Folder { get; } = Path.Combine(Repository.Folder, "test", "LifecycleLambda.Tests", "Docs");
    internal static string JavaScriptConsumer { get; } = Path.Combine(Folder, "presence-consumer.mjs");

    /// <summary>The text of the three pages on the stream.</summary>
    internal static string Pages { get; } =
        string.Concat(from page in (string[])["stream.md", "event-bus.md", "consumers.md"] select Repository.Read("docs", page));

    /// <summary>The captured records by name, one for each kind of change.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> Records { get; } = Read(Folder, "Records");

    /// <summary>The filter patterns by name.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> Filters { get; } = Read(Folder, "Filters");

    /// <summary>The events on the bus, each by the name of the record that it is made from.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> BusEvents { get; } = Read(Folder, "BusEvents");

    /// <summary>The event patterns for rules on the bus by name.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> BusPatterns { get; } =
        Read(Repository.Folder, "docs", "stream", "patterns");

    private static Dictionary<string, JsonObject> Read(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine(folder), "*.json").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());
}
