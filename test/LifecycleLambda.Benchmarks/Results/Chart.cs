using System.Globalization;
using System.Security;
using System.Text;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The chart of the README: four small panels of bars, readable on a light and on a dark page.</summary>
internal static class Chart
{
    private const int LabelWidth = 150;
    private const int PanelWidth = 190;
    private const int BarWidth = 125;
    private const int RowHeight = 26;
    private const int Top = 44;

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["native"] = "LifecycleLambda",
        ["portable"] = "… portable",
        ["node"] = "Node.js",
        ["python"] = "Python",
        ["floor"] = "floor: no SDK",
    };

    private static readonly (string Title, Func<CandidateReport, double?> Value, string Format)[] Panels =
    [
        ("cold start over TLS, ms", candidate => candidate.Median("firstAnswer.tls"), "0"),
        ("CPU per event, paced, µs", candidate => candidate.Median("cpu.paced"), "0"),
        ("peak memory, MiB", candidate => candidate.Median("memory"), "0"),
        ("zipped package, MiB", candidate => candidate.PackageMiB, "0.0"),
    ];

    internal static string Draw(Report report)
    {
        var width = LabelWidth + (Panels.Length * PanelWidth);
        var height = Top + (report.Candidates.Count * RowHeight) + 8;
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ")
            .Append("role=\"img\" aria-label=\"Cold start, CPU, memory and package of each candidate\">\n")
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
            Bars(svg, left, [.. report.Candidates.Select(candidate => (candidate.Key, panel.Value(candidate)))], panel.Format);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Bars(StringBuilder svg, int left, (string Key, double? Value)[] bars, string format)
    {
        var longest = bars.Max(bar => bar.Value) is { } max and > 0 ? max : 1;
        foreach (var (row, (key, value)) in bars.Index())
        {
            if (value is not { } size)
            {
                Text(svg, left, Baseline(row), "not measured", "");
                continue;
            }

            var width = Math.Max(1, size / longest * BarWidth);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"{(key is "native" ? "n" : "b")}\" x=\"{left}\" y=\"{Top + (row * RowHeight)}\" width=\"{width:0.#}\" height=\"18\" rx=\"2\"/>\n");
            Text(svg, (int)(left + width + 5), Baseline(row), size.ToString(format, CultureInfo.InvariantCulture), "");
        }
    }

    private static int Baseline(int row) => Top + (row * RowHeight) + 14;

    private static void Text(StringBuilder svg, int x, int y, string text, string attributes) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" {attributes}>{SecurityElement.Escape(text)}</text>\n");
}
