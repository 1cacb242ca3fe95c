using System.Globalization;
using System.Text;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a reader sees of a run: tables in Markdown, aligned for a terminal.</summary>
internal static class Tables
{
    private static readonly (string Title, string Figure, string Format)[] Starts =
    [
        ("to `next`", "next.share", "0"),
        ("first event", "first.share", "0"),
        ("second", "second.share", "0"),
        ("start to first answer", "start.share", "0"),
        ("first event, whole processor", "first.whole", "0.0"),
        ("second", "second.whole", "0.0"),
        ("start to first answer", "start.whole", "0"),
        ("the same without TLS", "start.plain", "0"),
    ];

    private static readonly (string Title, string Figure, string Format)[] Warm =
    [
        ("warm event, ms", "spaced", "0.0"),
        ("CPU, back to back, µs", "cpu.whole", "0"),
        ("CPU, 4 ms away, µs", "cpu.paced", "0"),
        ("peak memory, MiB", "memory", "0.0"),
        ("package, MiB", "package", "0.00"),
    ];

    internal static string ToMarkdown(Report report, bool settings)
    {
        var text = new StringBuilder();
        if (settings)
        {
            Append(text, ["", "start to first answer, ms", .. Warm.Select(column => column.Title)], report.Candidates.Select(row => Ratios(report, row)));
        }
        else
        {
            Append(text, ["ms", .. Starts.Select(column => column.Title)], report.Candidates.Select(row => Cells(row, Starts)));
            Append(text, ["", .. Warm.Select(column => column.Title)], report.Candidates.Select(row => Cells(row, Warm)));
            Append(text, ["Target", "at most", "measured", ""], report.Targets.Select(target => target.Cells));
        }

        foreach (var row in report.Candidates.Where(candidate => candidate.Problem is not null))
        {
            text.Append($"{row.Title}: {row.Problem}\n\n");
        }

        text.Append("128 MB's share: ").Append(report.Share
            ?? "not measured, because this machine lets neither a control group be written nor a process be stopped and continued");
        return text.Append(CultureInfo.InvariantCulture, $". {report.Machine}; {report.Time:yyyy-MM-dd}; median (minimum-maximum).\n").ToString();
    }

    private static string[] Cells(Row row, (string Title, string Figure, string Format)[] columns) =>
        [row.Title, .. columns.Select(column => Cell(row, column.Figure, column.Format))];

    /// <summary>A row against the first: above 1, taking the setting back costs.</summary>
    private static string[] Ratios(Report report, Row row) => row == report.Candidates[0]
        ? Cells(row, [Starts[3], .. Warm])
        :
        [
            row.Title,
            .. Warm.Prepend(Starts[3]).Select(column => row.Median(column.Figure) / report.Candidates[0].Median(column.Figure) is { } ratio
                ? "x " + Number(ratio, "0.00")
                : "-"),
        ];

    private static string Cell(Row row, string figure, string format) => row.Figures.GetValueOrDefault(figure) switch
    {
        null => row is { WarmsUp: true, Problem: null } ? "as above" : "-",
        { Median: < 0.01 } => "< 0.01",
        { Count: 1 } found => Number(found.Median, format),
        { } found => $"{Number(found.Median, format)} ({Number(found.Min, format)}-{Number(found.Max, format)})",
    };

    private static void Append(StringBuilder text, string[] titles, IEnumerable<string[]> body)
    {
        var rows = body.ToList();
        int[] widths = [.. titles.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Max())];
        AppendRow(titles);
        AppendRow([.. widths.Select((width, column) => column is 0 ? new string('-', width) : new string('-', Math.Max(width, 2) - 1) + ":")]);
        rows.ForEach(AppendRow);
        text.Append('\n');

        void AppendRow(string[] row) => text.Append("| ").AppendJoin(
            " | ", row.Select((cell, column) => column is 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).Append(" |\n");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
