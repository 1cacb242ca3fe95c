using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The run on the screen and as files: JSON for programs, Markdown and SVG for the pages.</summary>
internal static class ReportFiles
{
    private const int WidthInPipe = 220;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static void Print(Report report, bool settings)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthInPipe;
        }

        AnsiConsole.WriteLine();
        foreach (var table in Tables.Of(report, settings))
        {
            var grid = new Spectre.Console.Table();
            foreach (var (index, title) in table.Titles.Index())
            {
                grid.AddColumn(new TableColumn(Markup.Escape(title)) { Alignment = index is 0 ? Justify.Left : Justify.Right });
            }

            foreach (var row in table.Rows)
            {
                grid.AddRow([.. row.Select(cell => cell switch
                {
                    "holds" => "[green]holds[/]",
                    "MISSED" => "[red]MISSED[/]",
                    _ => Markup.Escape(cell),
                })]);
            }

            AnsiConsole.Write(grid);
        }

        foreach (var note in Tables.Notes(report))
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]{note}[/]");
        }
    }

    /// <returns>The files written.</returns>
    internal static IReadOnlyList<string> Write(Report report, bool settings, string folder)
    {
        Directory.CreateDirectory(folder);
        return settings
            ? [Write(folder, "settings.md", Markdown(report, settings))]
            :
            [
                Write(folder, "results.json", JsonSerializer.Serialize(report, Json) + "\n"),
                Write(folder, "results.md", Markdown(report, settings)),
                Write(folder, "chart.svg", Chart.Draw(report)),
            ];
    }

    private static string Markdown(Report report, bool settings)
    {
        var text = new StringBuilder();
        foreach (var table in Tables.Of(report, settings))
        {
            Row(table.Titles);
            Row(["---", .. table.Titles.Skip(1).Select(_ => "---:")]);
            foreach (var row in table.Rows)
            {
                Row(row);
            }

            text.Append('\n');
        }

        return text.AppendJoin("\n\n", Tables.Notes(report)).Append('\n').ToString();

        void Row(string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    private static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
