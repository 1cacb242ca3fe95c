using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Output;
using Spectre.Console;

namespace LifecycleLambda.Local.Online;

/// <summary>Items as a table in a terminal: a row for each client, by its id.</summary>
internal static class ClientTable
{
    /// <param name="items">The clients.</param>
    /// <param name="more">Attributes to show besides, under these titles.</param>
    internal static Table Of(IEnumerable<Dictionary<string, AttributeValue>> items, params IReadOnlyList<(string Title, string Attribute)> more)
    {
        var table = new Table().AddColumns(["Client", "State", "Since (UTC)", "Reason", .. more.Select(column => column.Title)]);
        foreach (var item in items.OrderBy(item => item["clientId"].S, StringComparer.Ordinal))
        {
            var row = PresenceRow.Of(item);
            table.AddRow(
            [
                new Text(row.ClientId.Escaped()),
                new Text(row.State, row.State is "online" ? Color.Green : Color.Red),
                new Text(row.Since),
                new Text(Reason(item)),
                .. more.Select(column => new Text(Printed(item, column.Attribute))),
            ]);
        }

        return table;
    }

    /// <summary>Why a client is offline, and whether that is confirmed.</summary>
    internal static string Reason(Dictionary<string, AttributeValue> item)
    {
        string[] parts = [Printed(item, "disconnectReason"), item.ContainsKey("offlineConfirmedAt") ? "confirmed" : ""];
        return string.Join(", ", parts.Where(part => part is not ""));
    }

    /// <summary>An attribute's text, fit for a terminal; empty where the item has none.</summary>
    internal static string Printed(Dictionary<string, AttributeValue> item, string attribute) =>
        item.TryGetValue(attribute, out var value) ? (value.S ?? value.N ?? "").Escaped() : "";
}
