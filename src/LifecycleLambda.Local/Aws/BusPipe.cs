using System.Text.Json.Nodes;

namespace LifecycleLambda.Local.Aws;

/// <summary>The template's pipe from the table's stream to an event bus, where rules with the patterns of docs/stream.md tell the kinds apart.</summary>
internal sealed class BusPipe
{
    /// <summary>A takeover, a second disconnect, or a change of a user's own attributes.</summary>
    private const string NoKind = "of no kind";

    private readonly TemplatePipe _pipe = new("EventBusPipe");
    private readonly Dictionary<string, JsonObject> _patterns = Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "patterns"), "*.json")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());
    private readonly List<(string Kind, JsonObject Event)> _sent = [];

    internal BusPipe(FleetStream stream) => stream.Arrived += Take;

    /// <summary>What was sent, in order; each event under the one documented pattern that picks it.</summary>
    internal IReadOnlyList<(string Kind, JsonObject Event)> Sent => _sent;

    private void Take(JsonObject record)
    {
        if (_pipe.Takes(record))
        {
            var sent = _pipe.EventOf(record);
            _sent.Add((_patterns.SingleOrDefault(pattern => EventPattern.Matches(pattern.Value, sent)).Key ?? NoKind, sent));
        }
    }
}
