using LifecycleLambda.Local.DynamoDb;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>A terminal's table with a row for each client, sorted by its id.</summary>
internal static class ClientTable
{
    internal static Table Create(
        IEnumerable<PresenceItem> items, params IReadOnlyList<(string Title, Func<PresenceItem, string?> Text)> moreColumns)
    {
        var table = new Table().AddColumns(["Client", "State", "Since (UTC)", "Reason", .. moreColumns.Select(column => column.Title)]);
        foreach (var item in items.OrderBy(item => item.ClientId, StringComparer.Ordinal))
        {
            var row = PresenceRow.FromItem(item);
            table.AddRow(
            [
                new Text(row.ClientId),
                new Text(row.State, item.State is PresenceState.Online ? Color.Green : Color.Red),
                new Text(row.Since),
                new Text(row.Reason),
                .. moreColumns.Select(column => new Text(column.Text(item)?.Escaped() ?? "")),
            ]);
        }

        return table;
    }
}
