using LifecycleLambda.Local.DynamoDb;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>Items as a table in a terminal: a row for each client, by its id.</summary>
internal static class ClientTable
{
    /// <param name="items">The clients.</param>
    /// <param name="more">What to show besides, under these titles.</param>
    internal static Table Of(IEnumerable<PresenceItem> items, params IReadOnlyList<(string Title, Func<PresenceItem, string?> Text)> more)
    {
        var table = new Table().AddColumns(["Client", "State", "Since (UTC)", "Reason", .. more.Select(column => column.Title)]);
        foreach (var item in items.OrderBy(item => item.ClientId, StringComparer.Ordinal))
        {
            var row = PresenceRow.Of(item);
            table.AddRow(
            [
                new Text(row.ClientId),
                new Text(row.State, item.State is PresenceState.Online ? Color.Green : Color.Red),
                new Text(row.Since),
                new Text(row.Reason),
                .. more.Select(column => new Text(column.Text(item)?.Escaped() ?? "")),
            ]);
        }

        return table;
    }
}
