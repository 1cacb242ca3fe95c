using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>A limit for the native program: of a ratio in one run, or of a size.</summary>
/// <param name="Title">The two sides of the ratio, or the size.</param>
/// <param name="Limit">The largest value that holds.</param>
/// <param name="Actual">The measured value; null if one side wasn't measured.</param>
/// <param name="Unit">The unit of a size; empty for a ratio.</param>
internal sealed record Target(string Title, double Limit, double? Actual, string Unit = "")
{
    /// <summary>True if the measured value is within the limit; null if there is no value.</summary>
    public bool? Holds => Actual is { } actual ? actual <= Limit : null;

    internal string[] Cells =>
    [
        Title,
        Format(Limit),
        Actual is { } actual ? Format(actual) : "not measured",
        Holds switch { true => "holds", false => "MISSED", null => "-" },
    ];

    internal static IReadOnlyList<Target> CreateAll(IReadOnlyList<Candidate> candidates)
    {
        return
        [
            Against("Start to first answer at 128 MB's share / the better peer as written", 1 / 6.0, "start.share", "node", "python"),
            Against("The same / the better peer with the same warm-up", 1 / 3.0, "start.share", "node-warm", "python-warm"),
            Against("What the function adds to DynamoDB's own time / what the better peer adds", 1 / 3.0, "added", "node", "python"),
            Against("A warm event at 128 MB's share / the floor", 1.1, "spaced", "floor"),
            Against("Start to first answer without a limit or TLS / the better peer", 1 / 8.0, "start.plain", "node", "python"),
            Against("CPU per event, back to back / the better peer", 1 / 4.0, "cpu.whole", "node", "python"),
            Against("CPU per event, DynamoDB 4 ms away / the better peer", 1 / 3.0, "cpu.paced", "node", "python"),
            Against("CPU per event, back to back / the floor", 1.15, "cpu.whole", "floor"),
            Against("CPU per event, DynamoDB 4 ms away / the floor", 1.15, "cpu.paced", "floor"),
            new("Peak memory over 20,000 events", 32, Median("native", "memory"), "MiB"),
            new("Zipped package", 5, Median("native", "package"), "MiB"),
        ];

        double? Median(string key, string figure) => candidates.FirstOrDefault(candidate => candidate.Key == key)?.Median(figure);

        Target Against(string title, double limit, string figure, params string[] others)
        {
            // A comparison with the better of two peers needs both.
            double?[] medians = [.. others.Select(key => Median(key, figure))];
            return new(title, limit, medians.Contains(null) ? null : Median("native", figure) / medians.Min());
        }
    }

    private string Format(double value) => Unit is "" ? $"{value:0.000}" : $"{value:0.0} {Unit}";
}
