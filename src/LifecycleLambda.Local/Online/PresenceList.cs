using System.Text;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Output;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace LifecycleLambda.Local.Online;

/// <summary>Writes clients as they come: a table in a terminal as long as they are few, otherwise a line each.</summary>
/// <param name="json">One JSON object per line, attributes named as in the item.</param>
/// <param name="limit">How many at most.</param>
/// <param name="progress">Taken off the terminal before a line.</param>
internal sealed class PresenceList(bool json, long limit, ScanProgress progress) : IDisposable
{
    /// <summary>Nobody reads a longer table, and it would have to wait for the last row.</summary>
    private const int RowsOfATable = 2000;

    private const int BrokenPipe = 32;

    private static readonly string[] Columns = ["clientId", "eventType", "timestamp", "disconnectReason", "offlineConfirmedAt"];
    private static readonly string[] Personal = ["ipAddress", "principalIdentifier"];

    private readonly StreamWriter _output = new(StandardOutput(), new UTF8Encoding(false), 1 << 16);
    private List<Dictionary<string, AttributeValue>>? _table = json || Console.IsOutputRedirected ? null : [];
    private long _count;

    internal static IReadOnlyList<string> Attributes(bool personal) => personal ? [.. Columns, .. Personal] : Columns;

    /// <summary>Writes the items.</summary>
    /// <returns>Whether more are wanted: the limit is not reached, and the reader of the pipe is still there.</returns>
    internal bool Add(IEnumerable<Dictionary<string, AttributeValue>> items)
    {
        try
        {
            foreach (var item in items)
            {
                if (_count == limit)
                {
                    break;
                }

                _count++;
                Add(item);
            }

            // A line that waits in the buffer is of no use to a person.
            if (_table is null && !Console.IsOutputRedirected)
            {
                _output.Flush();
            }

            return _count < limit;
        }
        catch (IOException exception) when (exception.HResult is BrokenPipe)
        {
            return false;
        }
    }

    /// <summary>Writes what waits, after the last item.</summary>
    internal void End(string state)
    {
        progress.Clear();
        if (_table is { } rows)
        {
            ShowTable(rows, $"{_count:N0} {state}");
        }
    }

    public void Dispose()
    {
        try
        {
            _output.Dispose();
        }
        catch (IOException exception) when (exception.HResult is BrokenPipe)
        {
            // As after head: what was wanted is out.
        }
    }

    private void Add(Dictionary<string, AttributeValue> item)
    {
        if (_table is { Count: < RowsOfATable } table)
        {
            table.Add(item);
            return;
        }

        if (_table is { } held)
        {
            _table = null;
            progress.Clear();
            held.ForEach(Line);
        }

        Line(item);
    }

    private void Line(Dictionary<string, AttributeValue> item) => _output.WriteLine(json ? Json(item) : Plain(item));

    private static string Plain(Dictionary<string, AttributeValue> item)
    {
        var row = PresenceRow.Of(item);
        var line = $"{row.State,-8} since {row.Since,-20}  {row.ClientId.Escaped()}";
        return string.Join("  ", [line, .. Rest(row, item).Where(text => text is not "")]);
    }

    /// <summary>An item on one line.</summary>
    internal static string Json(IEnumerable<KeyValuePair<string, AttributeValue>> item) => ItemJson.Of(item).ToJsonString();

    private static void ShowTable(List<Dictionary<string, AttributeValue>> items, string title)
    {
        var personal = items.Exists(item => Personal.Any(item.ContainsKey));
        var table = new Table().Title(title).AddColumns(["Client", "State", "Since (UTC)", "Reason", .. personal ? Personal : []]);
        foreach (var item in items.OrderBy(item => item["clientId"].S, StringComparer.Ordinal))
        {
            var row = PresenceRow.Of(item);
            var colour = row.State is "online" ? "green" : "red";
            string[] cells = [row.ClientId.Escaped().EscapeMarkup(), $"[{colour}]{row.State}[/]", row.Since, .. Rest(row, item).Select(Markup.Escape)];
            table.AddRow(cells[..table.Columns.Count]);
        }

        AnsiConsole.Write(table);
    }

    private static IEnumerable<string> Rest(PresenceRow row, Dictionary<string, AttributeValue> item) =>
    [
        string.Join(", ", new[] { row.Reason.Escaped(), item.ContainsKey("offlineConfirmedAt") ? "confirmed" : "" }.Where(text => text is not "")),
        .. Personal.Select(name => item.TryGetValue(name, out var value) ? value.S.Escaped() : ""),
    ];

    // .NET's own stream for standard output goes on in silence when a pipe's reader has gone, and so would the scan.
    private static Stream StandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file's position is shared with whoever writes to it next, which this stream does not respect.
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }
}
