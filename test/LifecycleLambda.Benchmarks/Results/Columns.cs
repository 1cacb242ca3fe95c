using System.Globalization;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The columns of the table and how a cell reads: the median, and minimum to maximum.</summary>
internal static class Columns
{
    private static readonly (string Title, Func<CandidateReport, Figure?> Figure, string Format)[] All =
    [
        ("to next, ms", Of("init.plain"), "0"),
        ("to first answer, ms", Of("firstAnswer.plain"), "0"),
        ("the same over TLS, ms", Of("firstAnswer.tls"), "0"),
        ("CPU per event, µs", Of("cpu.plain"), "0"),
        ("over TLS, µs", Of("cpu.tls"), "0"),
        ("paced, µs", Of("cpu.paced"), "0"),
        ("time per event, µs", Of("wall.plain"), "0"),
        ("over TLS, µs", Of("wall.tls"), "0"),
        ("paced, µs", Of("wall.paced"), "0"),
        ("peak memory, MiB", Of("memory"), "0.0"),
        ("package, MiB", candidate => candidate.PackageMiB is { } size ? new Figure(size, size, size, 1) : null, "0.00"),
    ];

    internal static IEnumerable<string> Titles => All.Select(column => column.Title);

    internal static IEnumerable<string> Cells(CandidateReport candidate) =>
        All.Select(column => Cell(column.Figure(candidate), column.Format));

    internal static string Actual(Target target) => target.Actual is { } actual ? Amount(target, actual) : "not measured";

    internal static string Limit(Target target) => Amount(target, target.Limit);

    internal static string Verdict(Target target) => target.Holds switch { true => "holds", false => "MISSED", null => "-" };

    private static Func<CandidateReport, Figure?> Of(string figure) => candidate => candidate.Figures.GetValueOrDefault(figure);

    private static string Cell(Figure? figure, string format) => figure switch
    {
        null => "-",
        { Median: < 0.01 } => "< 0.01",
        { Count: 1 } => Number(figure.Median, format),
        _ => $"{Number(figure.Median, format)} ({Number(figure.Min, format)}-{Number(figure.Max, format)})",
    };

    private static string Amount(Target target, double value) =>
        target.Unit is "" ? Number(value, "0.000") : $"{Number(value, "0.0")} {target.Unit}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
