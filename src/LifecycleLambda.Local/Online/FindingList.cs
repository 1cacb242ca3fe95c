using LifecycleLambda.Local.Output;
using Spectre.Console;

namespace LifecycleLambda.Local.Online;

/// <summary>Prints findings: one line each as they arrive, or a table at the end if the output is a terminal.</summary>
internal sealed class FindingList(bool json)
{
    private readonly List<Finding> _rows = [];
    private long _count;

    internal bool IsJson => json;

    internal void Add(Finding finding)
    {
        _count++;
        if (json)
        {
            Report.JsonLine(finding.Json);
        }
        else if (Console.IsOutputRedirected)
        {
            Console.WriteLine(finding);
        }
        else if (_rows.Count < PresenceList.LongestTable)
        {
            _rows.Add(finding);
        }
    }

    /// <summary>Prints the table, if it has rows, and the summary. With JSON, the summary goes to standard error.</summary>
    internal void End(VerificationSummary summary)
    {
        if (_rows.Count > 0)
        {
            AnsiConsole.Write(CreateTable());
        }

        (json ? Console.Error : Console.Out).WriteLine(summary);
    }

    private Table CreateTable()
    {
        var table = new Table().AddColumns("Client", "Finding", "In the table", "In AWS IoT", "");
        foreach (var row in _rows.OrderBy(row => row.Item.ClientId, StringComparer.Ordinal))
        {
            var note = row.Problem ?? (row.IsRepaired ? "repaired" : "");
            string[] texts = [row.Item.ClientId.Escaped(), row.Name, row.Table, row.AwsIot, note];
            table.AddRow(texts.Select(text => new Text(text)));
        }

        if (_count > _rows.Count)
        {
            table.Caption($"The first {_rows.Count:N0} of {_count:N0}. For all of them, write the output to a file.");
        }

        return table;
    }
}
