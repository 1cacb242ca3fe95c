using LifecycleLambda.Benchmarks.Candidates;
using Spectre.Console;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>Formats a run as Markdown tables, aligned for a terminal.</summary>
internal static class Tables
{
    private static readonly Column[] StartsAtShare =
    [
        new("to `next`", "next.share", "0"), new("first event", "first.share", "0"),
        new("second", "second.share", "0"), new("start to first answer", "start.share", "0"),
    ];

    private static readonly Column[] StartsUnlimited =
    [
        new("first event", "first.whole", "0.0"), new("second", "second.whole", "0.0"),
        new("start to first answer", "start.whole", "0"), new("the same without TLS", "start.plain", "0"),
    ];

    private static readonly Column[] Warm =
    [
        new("warm event, ms", "spaced", "0.0"), new("without DynamoDB, ms", "added", "0.0"),
        new("CPU, back to back, µs", "cpu.whole", "0"), new("CPU, 4 ms away, µs", "cpu.paced", "0"),
    ];

    private static readonly Column[] Buffered =
        [new("128 MB", "buffered.128", "0"), new("256 MB", "buffered.256", "0"), new("512 MB", "buffered.512", "0")];

    private static readonly Column[] Sizes = [new("peak memory, MiB", "memory", "0.0"), new("package, MiB", "package", "0.00")];

    internal static string Format(Report report)
    {
        var warm = report.Candidates.Where(candidate => !candidate.WarmsUp).ToArray();
        string[] parts =
        [
            Table("start at 128 MB's share, ms", StartsAtShare, report.Candidates),
            Table("start without a limit, ms", StartsUnlimited, report.Candidates),
            Table("warm events", Warm, warm),
            Table($"buffered events a second, batches of {report.BatchSize}", Buffered, warm.Where(candidate => candidate.AcceptsBatches)),
            Table("sizes", Sizes, warm),
            Render(["Target", "at most", "measured", "result"], report.Targets.Select(target => target.Cells)),
            .. report.Candidates.Where(found => found.Problem is not null).Select(found => $"{found.Title}: {found.Problem}"),
            $"Median (minimum-maximum). {report.Machine}; control groups under {report.Hierarchy}; {report.Time:yyyy-MM-dd}.",
        ];
        return string.Join("\n\n", parts.Where(part => part is not "")) + "\n";
    }

    /// <summary>Formats a table, or nothing if its figures weren't measured.</summary>
    private static string Table(string corner, Column[] columns, IEnumerable<Candidate> candidates)
    {
        var measured = columns.Any(column => candidates.Any(candidate => candidate.Figures.ContainsKey(column.Figure)));
        var rows = candidates.Select(candidate => (string[])[candidate.Title, .. columns.Select(column => Cell(candidate, column))]);
        return measured ? Render([corner, .. columns.Select(column => column.Title)], rows) : "";
    }

    private static string Cell(Candidate candidate, Column column) => candidate.Figures.GetValueOrDefault(column.Figure) switch
    {
        null => "-",
        { Median: < 0.01 } => "< 0.01",
        { Count: 1 } found => found.Median.ToString(column.Format),
        { } found => $"{found.Median.ToString(column.Format)} ({found.Min.ToString(column.Format)}-{found.Max.ToString(column.Format)})",
    };

    private static string Render(string[] titles, IEnumerable<string[]> rows)
    {
        var table = new Table().MarkdownBorder().AddColumn(titles[0]);
        foreach (var title in titles[1..])
        {
            table.AddColumn(title, column => column.RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow(row);
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 1_000;
        console.Write(table);
        return $"{text}".Trim();
    }

    private sealed record Column(string Title, string Figure, string Format);
}
