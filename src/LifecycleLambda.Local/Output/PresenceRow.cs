using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Output;

/// <summary>An item as a person wants to see it: online or not, since when, and why not.</summary>
internal sealed record PresenceRow(string ClientId, string State, string Since, string Reason, string VersionNumber)
{
    internal static PresenceRow Of(Dictionary<string, AttributeValue> item) => new(
        Text(item, "clientId"),
        Text(item, "eventType") switch { "connected" => "online", "disconnected" => "offline", _ => "unknown" },
        long.TryParse(Text(item, "timestamp"), CultureInfo.InvariantCulture, out var since)
            ? DateTimeOffset.FromUnixTimeMilliseconds(since).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : "",
        Text(item, "disconnectReason"),
        Text(item, "versionNumber"));

    private static string Text(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? value.S ?? value.N ?? "" : "";
}
