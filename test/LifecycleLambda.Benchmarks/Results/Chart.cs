using System.Globalization;
using System.Security;
using System.Text;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The chart of the README: five small panels of bars, readable on a light and on a dark page.</summary>
internal static class Chart
{
    private const int LabelWidth = 140;
    private const int PanelWidth = 180;
    private const int BarWidth = 120;
    private const int RowHeight = 26;
    private const int Top = 44;

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["native"] = "LifecycleLambda",
        ["portable"] = "… portable",
        ["floor"] = "floor: SDK alone",
        ["node"] = "Node.js",
        ["node-warm"] = "… warmed up",
        ["python"] = "Python",
        ["python-warm"] = "… warmed up",
    };

    private static readonly (string Title, string Figure, string Format)[] Panels =
    [
        ("cold start to answer, ms", "start.share", "0"),
        ("a warm event, ms", "spaced", "0"),
        ("CPU per event, µs", "cpu.paced", "0"),
        ("peak memory, MiB", "memory", "0"),
        ("zipped package, MiB", "package", "0.0"),
    ];

    internal static string Draw(Report report)
    {
        var width = LabelWidth + (Panels.Length * PanelWidth);
        var height = Top + (report.Candidates.Count * RowHeight) + 8;
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ")
            .Append("role=\"img\" aria-label=\"Cold start, warm event, CPU, memory and package of each candidate, at the share of 128 MB\">\n")
            .Append("<style>text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600}.b{fill:#8c959f}.n{fill:#1a7f37}")
            .Append("@media(prefers-color-scheme:dark){text{fill:#e6edf3}.b{fill:#6e7681}.n{fill:#3fb950}}</style>\n");

        foreach (var (row, candidate) in report.Candidates.Index())
        {
            Text(svg, LabelWidth - 10, Baseline(row), Labels.GetValueOrDefault(candidate.Key, candidate.Key), "text-anchor=\"end\"");
        }

        foreach (var (column, panel) in Panels.Index())
        {
            var left = LabelWidth + (column * PanelWidth);
            Text(svg, left, Top - 18, panel.Title, "class=\"t\"");
            Bars(svg, left, [.. report.Candidates.Select(candidate => (candidate, candidate.Median(panel.Figure)))], panel.Format);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Bars(StringBuilder svg, int left, (Row Candidate, double? Value)[] bars, string format)
    {
        var longest = bars.Max(bar => bar.Value) is { } max and > 0 ? max : 1;
        foreach (var (row, (candidate, value)) in bars.Index())
        {
            if (value is not { } size)
            {
                Text(svg, left, Baseline(row), candidate.WarmsUp ? "as above" : "not measured", "");
                continue;
            }

            var width = Math.Max(1, size / longest * BarWidth);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"{(candidate.Key is "native" ? "n" : "b")}\" x=\"{left}\" y=\"{Top + (row * RowHeight)}\" width=\"{width:0.#}\" height=\"18\" rx=\"2\"/>\n");
            Text(svg, (int)(left + width + 5), Baseline(row), size.ToString(format, CultureInfo.InvariantCulture), "");
        }
    }

    private static int Baseline(int row) => Top + (row * RowHeight) + 14;

    private static void Text(StringBuilder svg, int x, int y, string text, string attributes) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" {attributes}>{SecurityElement.Escape(text)}</text>\n");
}
