using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Output;

/// <summary>What an event that was not applied was held against, and the part of the ordering rule that decided.</summary>
internal sealed record Explanation(StateSeen Stored, StateSeen Arriving, string Part, string Reason)
{
    /// <summary>Explains an event that lost to the stored item.</summary>
    /// <param name="item">The item after the delivery, which changed nothing.</param>
    /// <param name="payload">The event.</param>
    /// <param name="outcome">Duplicate or Stale.</param>
    /// <param name="tolerance">The function's timestamp tolerance.</param>
    internal static Explanation Of(Dictionary<string, AttributeValue> item, ReadOnlyMemory<byte> payload, string outcome, TimeSpan tolerance)
    {
        using var json = JsonDocument.Parse(payload);
        var arriving = new StateSeen(
            json.RootElement.GetProperty("versionNumber").GetInt64(),
            json.RootElement.GetProperty("timestamp").GetInt64(),
            json.RootElement.GetProperty("eventType").GetString()!);
        var stored = new StateSeen(Number(item, "versionNumber"), Number(item, "timestamp"), item["eventType"].S);
        var (part, reason) = Decide(stored, arriving, outcome, tolerance);
        return new(stored, arriving, part, reason);
    }

    private static (string Part, string Reason) Decide(StateSeen stored, StateSeen arriving, string outcome, TimeSpan tolerance)
    {
        var seconds = $"{tolerance.TotalSeconds:0} s";
        if (outcome is "Duplicate")
        {
            return ("3b", "the stored state is this very event.");
        }

        if (stored.Timestamp > arriving.Timestamp + (long)tolerance.TotalMilliseconds)
        {
            return ("3", $"the stored state is newer by more than {seconds}, whatever the versions say.");
        }

        return stored.VersionNumber > arriving.VersionNumber
            ? ("3a", $"within {seconds} the versions decide, and the stored one is higher.")
            : ("3b", $"the versions are equal, and only a disconnect after its own connect would be newer, not {arriving.EventType} after {stored.EventType}.");
    }

    private static long Number(Dictionary<string, AttributeValue> item, string name) => long.Parse(item[name].N, CultureInfo.InvariantCulture);
}
