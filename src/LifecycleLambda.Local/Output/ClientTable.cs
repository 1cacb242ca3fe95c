using Amazon.DynamoDBv2.Model;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

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
                new Text(row.ClientId),
                new Text(row.State, row.State is "online" ? Color.Green : Color.Red),
                new Text(row.Since),
                new Text(row.Reason),
                .. more.Select(column => new Text(PresenceRow.Text(item, column.Attribute))),
            ]);
        }

        return table;
    }
}
