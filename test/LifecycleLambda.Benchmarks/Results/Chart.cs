using System.Security;
using System.Text;
using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>Draws the README's chart: five small panels of bars, readable on a light and on a dark page.</summary>
internal static class Chart
{
    private const int LabelWidth = 140;
    private const int PanelWidth = 180;
    private const int BarWidth = 120;
    private const int RowHeight = 26;
    private const int Top = 44;

    private const string Description = "Cold start, warm event, CPU, memory and package of each candidate, at the share of 128 MB";

    private static readonly (string Title, string Figure, string Format)[] Panels =
    [
        ("cold start to answer, ms", "start.share", "0"),
        ("a warm event, ms", "spaced", "0"),
        ("CPU per event, µs", "cpu.paced", "0"),
        ("peak memory, MiB", "memory", "0"),
        ("zipped package, MiB", "package", "0.0"),
    ];

    internal static string Draw(IReadOnlyList<Candidate> candidates)
    {
        var (width, height) = (LabelWidth + (Panels.Length * PanelWidth), Top + (candidates.Count * RowHeight) + 8);
        var svg = new StringBuilder($$$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{{width}}} {{{height}}}" role="img" aria-label="{{{Description}}}">
            <style>
            text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600}.b{fill:#8c959f}.n{fill:#1a7f37}
            @media(prefers-color-scheme:dark){text{fill:#e6edf3}.b{fill:#6e7681}.n{fill:#3fb950}}
            </style>

            """);
        foreach (var (row, candidate) in candidates.Index())
        {
            var label = candidate.WarmsUp ? "… warmed up" : candidate.Title.Split(',', ':')[0];
            AppendText(LabelWidth - 10, row, label, "text-anchor=\"end\"");
        }

        foreach (var (column, (title, figure, format)) in Panels.Index())
        {
            var left = LabelWidth + (column * PanelWidth);
            AppendText(left, -1, title, "class=\"t\"");
            var longest = candidates.Max(candidate => candidate.Median(figure));
            foreach (var (row, candidate) in candidates.Index())
            {
                var value = candidate.Median(figure);
                var length = value is null ? 0 : Math.Max(1, value.Value / longest!.Value * BarWidth);
                var color = candidate.Key is "native" ? "n" : "b";
                var y = Top + (row * RowHeight);
                svg.Append($"<rect class=\"{color}\" x=\"{left}\" y=\"{y}\" width=\"{length:0.#}\" height=\"18\" rx=\"2\"/>\n");
                AppendText((int)(left + length + 5), row, value?.ToString(format) ?? (candidate.WarmsUp ? "as above" : "not measured"));
            }
        }

        return svg.Append("</svg>\n").ToString();

        void AppendText(int x, int row, string text, string attributes = "")
        {
            var y = Top + (row * RowHeight) + 14;
            svg.Append($"<text x=\"{x}\" y=\"{y}\" {attributes}>{SecurityElement.Escape(text)}</text>\n");
        }
    }
}
