using System.Text;
using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a reader sees of a run: tables in Markdown, aligned for a terminal.</summary>
internal static class Tables
{
    private static readonly Column[] Starts =
    [
        new("to `next`", "next.share", "0"),
        new("first event", "first.share", "0"),
        new("second", "second.share", "0"),
        new("start to first answer", "start.share", "0"),
        new("first event, whole processor", "first.whole", "0.0"),
        new("second", "second.whole", "0.0"),
        new("start to first answer", "start.whole", "0"),
        new("the same without TLS", "start.plain", "0"),
    ];

    private static readonly Column[] Warm =
    [
        new("warm event, ms", "spaced", "0.0"),
        new("CPU, back to back, µs", "cpu.whole", "0"),
        new("CPU, 4 ms away, µs", "cpu.paced", "0"),
        new("peak memory, MiB", "memory", "0.0"),
        new("package, MiB", "package", "0.00"),
    ];

    private static readonly Column[] Settings = [new("start to first answer, ms", "start.share", "0"), .. Warm];

    internal static string ToMarkdown(Report report, bool settings)
    {
        var text = new StringBuilder();
        if (settings)
        {
            AppendFigures("", Settings, (candidate, column) => Ratio(candidate, report.Candidates[0], column));
        }
        else
        {
            AppendFigures("ms", Starts, Cell);
            AppendFigures("", Warm, Cell);
            Append(text, ["Target", "at most", "measured", ""], report.Targets.Select(target => target.Cells));
        }

        foreach (var candidate in report.Candidates.Where(candidate => candidate.Problem is not null))
        {
            text.Append($"{candidate.Title}: {candidate.Problem}\n\n");
        }

        return text.Append($"128 MB's share: {report.Share}. {report.Machine}; {report.Time:yyyy-MM-dd}; median (minimum-maximum).\n").ToString();

        void AppendFigures(string corner, Column[] columns, Func<Candidate, Column, string> cell) => Append(
            text,
            [corner, .. columns.Select(column => column.Title)],
            report.Candidates.Select(candidate => (string[])[candidate.Title, .. columns.Select(column => cell(candidate, column))]));
    }

    private static string Cell(Candidate candidate, Column column) => candidate.Figures.GetValueOrDefault(column.Figure) switch
    {
        null => candidate is { WarmsUp: true, Problem: null } ? "as above" : "-",
        { Median: < 0.01 } => "< 0.01",
        { Count: 1 } found => found.Median.ToString(column.Format),
        { } found => $"{found.Median.ToString(column.Format)} ({found.Min.ToString(column.Format)}-{found.Max.ToString(column.Format)})",
    };

    /// <summary>Against the native program: above 1, taking the setting back costs.</summary>
    private static string Ratio(Candidate candidate, Candidate native, Column column) =>
        candidate == native ? Cell(candidate, column)
        : candidate.Median(column.Figure) / native.Median(column.Figure) is { } ratio ? $"x {ratio:0.00}"
        : "-";

    private static void Append(StringBuilder text, string[] titles, IEnumerable<string[]> body)
    {
        string[][] rows = [titles, .. body];
        int[] widths = [.. titles.Select((_, column) => rows.Max(row => row[column].Length))];
        AppendRow(titles);
        AppendRow([.. widths.Select((width, column) => column is 0 ? new string('-', width) : new string('-', Math.Max(width, 2) - 1) + ":")]);
        foreach (var row in rows[1..])
        {
            AppendRow(row);
        }

        text.Append('\n');

        void AppendRow(string[] row) => text.Append("| ").AppendJoin(
            " | ", row.Select((cell, column) => column is 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).Append(" |\n");
    }

    private sealed record Column(string Title, string Figure, string Format);
}
