using System.Globalization;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a reader sees of a run.</summary>
internal static class Tables
{
    private static readonly (string Title, string Figure, string Format)[] Starts =
    [
        ("to next, ms", "next.share", "0"),
        ("at 128 MB's share: first event, ms", "first.share", "0"),
        ("second event, ms", "second.share", "0"),
        ("start to first answer, ms", "start.share", "0"),
        ("on a whole processor: first event, ms", "first.whole", "0.0"),
        ("second event, ms", "second.whole", "0.0"),
        ("start to first answer, ms", "start.whole", "0"),
        ("the same without TLS, ms", "start.plain", "0"),
    ];

    private static readonly (string Title, string Figure, string Format)[] Warm =
    [
        ("a warm event at 128 MB's share, DynamoDB 4 ms away, ms", "spaced", "0.0"),
        ("CPU per event, back to back, µs", "cpu.whole", "0"),
        ("CPU per event, DynamoDB 4 ms away, µs", "cpu.paced", "0"),
        ("peak memory, MiB", "memory", "0.0"),
        ("package, MiB", "package", "0.00"),
    ];

    internal static IEnumerable<Table> Of(Report report, bool settings) => settings
        ? [Ratios(report)]
        : [Figures(report, Starts), Figures(report, Warm), new(["Target", "at most", "measured", ""], [.. report.Targets.Select(target => target.Cells)])];

    /// <summary>What is to be said below them.</summary>
    internal static IEnumerable<string> Notes(Report report) =>
    [
        .. report.Candidates.Where(candidate => candidate.Problem is not null).Select(candidate => $"{candidate.Title}: {candidate.Problem}"),
        report.Share is null
            ? "128 MB's share: not measured. This machine lets neither a control group be written nor a process be stopped and continued."
            : $"128 MB's share: {report.Share}.",
        $"{report.Machine}; {report.Time:yyyy-MM-dd}; median (minimum-maximum).",
    ];

    private static Table Figures(Report report, (string Title, string Figure, string Format)[] columns) => new(
        ["", .. columns.Select(column => column.Title)],
        [
            .. report.Candidates.Select(candidate => (string[])
            [
                candidate.Title, .. columns.Select(column => Cell(candidate, column.Figure, column.Format)),
            ]),
        ]);

    private static string Cell(CandidateReport candidate, string figure, string format) => candidate.Figures.GetValueOrDefault(figure) switch
    {
        null => candidate is { WarmsUp: true, Problem: null } ? "as above" : "-",
        { Median: < 0.01 } => "< 0.01",
        { Count: 1 } found => Number(found.Median, format),
        { } found => $"{Number(found.Median, format)} ({Number(found.Min, format)}-{Number(found.Max, format)})",
    };

    /// <summary>Each row against the first: above 1, taking the setting back costs.</summary>
    private static Table Ratios(Report report)
    {
        (string Title, string Figure, string Format)[] columns = [Starts[3], Starts[6], .. Warm];
        var native = report.Candidates[0];
        return new(
            ["", .. columns.Select(column => column.Title)],
            [
                .. report.Candidates.Select(candidate => (string[])
                [
                    candidate.Title,
                    .. columns.Select(column => candidate == native
                        ? Cell(native, column.Figure, column.Format)
                        : candidate.Median(column.Figure) / native.Median(column.Figure) is { } ratio ? $"x {Number(ratio, "0.00")}" : "-"),
                ]),
            ]);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
