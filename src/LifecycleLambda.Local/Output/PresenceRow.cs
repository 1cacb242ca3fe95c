using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Output;

/// <summary>An item as a person wants to see it, fit for a terminal: online or not, since when, and why not.</summary>
internal sealed record PresenceRow(string ClientId, string State, string Since, string Reason)
{
    internal static PresenceRow Of(Dictionary<string, AttributeValue> item) => new(
        Text(item, "clientId"),
        Text(item, "eventType") switch { "connected" => "online", "disconnected" => "offline", _ => "unknown" },
        Time(item, "timestamp"),
        string.Join(", ", new[] { Text(item, "disconnectReason"), item.ContainsKey("offlineConfirmedAt") ? "confirmed" : "" }.Where(part => part is not "")));

    /// <summary>One line for a pipe.</summary>
    public override string ToString() => $"{State,-8} since {Since,-20}  {ClientId}{(Reason is "" ? "" : $"  {Reason}")}";

    /// <summary>An attribute's text; empty where the item has none.</summary>
    internal static string Text(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? (value.S ?? value.N ?? "").Escaped() : "";

    /// <summary>An attribute that is a time, in the unit's number since the Unix epoch; empty where the item has none.</summary>
    internal static string Time(Dictionary<string, AttributeValue> item, string name, long unit = TimeSpan.TicksPerMillisecond) =>
        long.TryParse(Text(item, name), CultureInfo.InvariantCulture, out var number)
            ? DateTime.UnixEpoch.AddTicks(number * unit).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : "";
}
