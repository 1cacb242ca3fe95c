using System.Text.Json.Nodes;

namespace LifecycleLambda.Local.Pipes;

/// <summary>The template's pipe to an event bus. The patterns of docs/event-bus.md distinguish the kinds of its events.</summary>
internal static class BusPipe
{
    /// <summary>The kind of events that no pattern matches: takeovers, second disconnects, and changes of other attributes.</summary>
    private const string NoKind = "of no kind";

    /// <summary>Returns the events that the pipe sends for these records, each with the name of the pattern that matches it.</summary>
    internal static IReadOnlyList<(string Kind, JsonObject Event)> Send(IEnumerable<JsonObject> records)
    {
        var pipe = TemplatePipe.Read("EventBusPipe");
        var patterns = Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "patterns"), "*.json")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        return
        [
            .. from record in records.Where(pipe.Accepts)
               let sent = pipe.CreateEvent(record)
               select (patterns.SingleOrDefault(pattern => EventPattern.Matches(pattern.Value, sent)).Key ?? NoKind, sent),
        ];
    }
}
