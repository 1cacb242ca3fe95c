using System.Security;
using System.Text;
using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The chart of the README: five small panels of bars, readable on a light and on a dark page.</summary>
internal static class Chart
{
    private const int LabelWidth = 140;
    private const int PanelWidth = 180;
    private const int BarWidth = 120;
    private const int RowHeight = 26;
    private const int Top = 44;

    private const string Description =
        "aria-label=\"Cold start, warm event, CPU, memory and package of each candidate, at the share of 128 MB\"";

    private const string Style = """
        <style>
        text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600}.b{fill:#8c959f}.n{fill:#1a7f37}
        @media(prefers-color-scheme:dark){text{fill:#e6edf3}.b{fill:#6e7681}.n{fill:#3fb950}}
        </style>
        """;

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
        var svg = new StringBuilder($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" {Description}>\n{Style}\n");
        foreach (var (row, candidate) in candidates.Index())
        {
            var label = candidate.WarmsUp ? "… warmed up" : candidate.Title.Split(',', ':')[0];
            Text(LabelWidth - 10, Baseline(row), label, "text-anchor=\"end\"");
        }

        foreach (var (column, (title, figure, format)) in Panels.Index())
        {
            var left = LabelWidth + (column * PanelWidth);
            Text(left, Top - 18, title, "class=\"t\"");
            var longest = candidates.Max(candidate => candidate.Median(figure));
            foreach (var (row, candidate) in candidates.Index())
            {
                if (candidate.Median(figure) is not { } value)
                {
                    Text(left, Baseline(row), candidate.WarmsUp ? "as above" : "not measured");
                    continue;
                }

                var length = Math.Max(1, value / longest!.Value * BarWidth);
                var color = candidate.Key is "native" ? "n" : "b";
                svg.Append($"<rect class=\"{color}\" x=\"{left}\" y=\"{Top + (row * RowHeight)}\" width=\"{length:0.#}\" height=\"18\" rx=\"2\"/>\n");
                Text((int)(left + length + 5), Baseline(row), value.ToString(format));
            }
        }

        return svg.Append("</svg>\n").ToString();

        void Text(int x, int y, string text, string attributes = "") =>
            svg.Append($"<text x=\"{x}\" y=\"{y}\" {attributes}>{SecurityElement.Escape(text)}</text>\n");
    }

    private static int Baseline(int row) => Top + (row * RowHeight) + 14;
}
