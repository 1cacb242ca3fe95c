using System.Text.Json.Nodes;
using LifecycleLambda.Tests.Template;

namespace LifecycleLambda.Tests.Docs;

/// <summary>The captured records and the documented filters, which docs/stream.md shows.</summary>
internal static class StreamFiles
{
    internal static string Folder { get; } = Path.Combine(LifecycleTemplate.Repository, "test", "LifecycleLambda.Tests", "Docs");

    internal static string Page { get; } = LifecycleTemplate.File("docs", "stream.md");

    /// <summary>The records by name: one of each kind of change.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> Records { get; } = Read(Folder, "Records");

    /// <summary>The filter patterns by name.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> Filters { get; } = Read(Folder, "Filters");

    /// <summary>The details of the events on the bus by name: what the template's pipe makes of the record of that name.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> BusEvents { get; } = Read(Folder, "BusEvents");

    /// <summary>The event patterns for rules on the bus by name.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> BusPatterns { get; } = Read(LifecycleTemplate.Repository, "docs", "stream", "patterns");

    private static Dictionary<string, JsonObject> Read(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine(folder), "*.json").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());
}
