using Spectre.Console;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The tables at the end of a run.</summary>
internal static class ReportTable
{
    private const int WidthInPipe = 200;

    internal static void Print(Report report)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthInPipe;
        }

        AnsiConsole.WriteLine();
        AnsiConsole.Write(Figures(report));
        AnsiConsole.Write(Promises(report));
        AnsiConsole.MarkupLineInterpolated($"[grey]{report.Machine}; median (minimum-maximum)[/]");
    }

    // Candidates side by side: there are more figures than a terminal has room for columns.
    private static Table Figures(Report report)
    {
        var table = new Table().AddColumn("");
        foreach (var candidate in report.Candidates)
        {
            table.AddColumn(new TableColumn(Markup.Escape(candidate.Title)).RightAligned());
        }

        var cells = report.Candidates.Select(candidate => Columns.Cells(candidate).ToArray()).ToArray();
        foreach (var (index, title) in Columns.Titles.Index())
        {
            table.AddRow([title, .. cells.Select(column => Markup.Escape(column[index]))]);
        }

        if (report.Candidates.Any(candidate => Problem(candidate) is not null))
        {
            table.AddRow(["", .. report.Candidates.Select(candidate => $"[yellow]{Markup.Escape(Problem(candidate) ?? "")}[/]")]);
        }

        return table;
    }

    private static Table Promises(Report report)
    {
        var table = new Table().AddColumns("Target", "at most", "measured", "");
        foreach (var target in report.Targets)
        {
            var colour = target.Holds switch { true => "green", false => "red", null => "grey" };
            table.AddRow(
                target.Title, Columns.Limit(target), Columns.Actual(target), $"[{colour}]{Columns.Verdict(target)}[/]");
        }

        return table;
    }

    private static string? Problem(CandidateReport candidate) => candidate.Missing ?? candidate.Failure;
}
