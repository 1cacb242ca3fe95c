using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The run as files: JSON for programs, Markdown and SVG for the README.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <returns>The files written.</returns>
    internal static IReadOnlyList<string> Write(Report report, string folder)
    {
        Directory.CreateDirectory(folder);
        return
        [
            Write(folder, "results.json", JsonSerializer.Serialize(report, Json) + "\n"),
            Write(folder, "results.md", Markdown(report)),
            Write(folder, "chart.svg", Chart.Draw(report)),
        ];
    }

    private static string Markdown(Report report)
    {
        var text = new StringBuilder();
        Row(text, ["", .. report.Candidates.Select(candidate => candidate.Title)]);
        Row(text, ["---", .. report.Candidates.Select(_ => "---:")]);
        var cells = report.Candidates.Select(candidate => Columns.Cells(candidate).ToArray()).ToArray();
        foreach (var (index, title) in Columns.Titles.Index())
        {
            Row(text, [title, .. cells.Select(column => column[index])]);
        }

        foreach (var candidate in report.Candidates.Where(candidate => (candidate.Missing ?? candidate.Failure) is not null))
        {
            text.Append($"\n{candidate.Title}: {candidate.Missing ?? candidate.Failure}\n");
        }

        text.Append('\n');
        Row(text, ["Target", "at most", "measured", ""]);
        Row(text, ["---", "---:", "---:", "---"]);
        foreach (var target in report.Targets)
        {
            Row(text, [target.Title, Columns.Limit(target), Columns.Actual(target), Columns.Verdict(target)]);
        }

        return text.Append($"\n{report.Machine}; {report.Time:yyyy-MM-dd}; median (minimum-maximum).\n").ToString();
    }

    private static void Row(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
