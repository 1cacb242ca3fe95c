using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What the native program promises, as a ratio in one run or as a size.</summary>
/// <param name="Title">What is compared with what.</param>
/// <param name="Limit">At most.</param>
/// <param name="Actual">What came out; absent where a side of the comparison is.</param>
/// <param name="Unit">Of a size; empty for a ratio.</param>
internal sealed record Target(string Title, double Limit, double? Actual, string Unit = "")
{
    /// <summary>Whether it holds; absent where it could not be tested.</summary>
    public bool? Holds => Actual is { } actual ? actual <= Limit : null;

    internal string[] Cells =>
        [Title, Amount(Limit), Actual is { } actual ? Amount(actual) : "not measured", Holds switch { true => "holds", false => "MISSED", null => "-" }];

    internal static IReadOnlyList<Target> All(IReadOnlyList<Candidate> candidates)
    {
        return
        [
            Against("Start to first answer at 128 MB's share / the better peer as people write it", 1 / 6.0, "start.share", "node", "python"),
            Against("The same / the better peer with the same warm-up", 1 / 3.0, "start.share", "node-warm", "python-warm"),
            new("First event / second event at 128 MB's share", 3, Native("first.share") / Native("second.share")),
            Against("A warm event at 128 MB's share / the better peer", 1 / 4.0, "spaced", "node", "python"),
            Against("A warm event at 128 MB's share / the floor", 1.1, "spaced", "floor"),
            Against("Start to first answer on a whole processor, plain / the better peer", 1 / 8.0, "start.plain", "node", "python"),
            Against("CPU per event, back to back / the better peer", 1 / 4.0, "cpu.whole", "node", "python"),
            Against("CPU per event, DynamoDB 4 ms away / the better peer", 1 / 3.0, "cpu.paced", "node", "python"),
            Against("CPU per event, back to back / the floor", 1.15, "cpu.whole", "floor"),
            Against("CPU per event, DynamoDB 4 ms away / the floor", 1.15, "cpu.paced", "floor"),
            new("Peak memory over 20,000 events", 32, Native("memory"), "MiB"),
            new("Zipped package", 5, Native("package"), "MiB"),
        ];

        double? Median(string key, string figure) => candidates.FirstOrDefault(candidate => candidate.Key == key)?.Median(figure);

        double? Native(string figure) => Median("native", figure);

        Target Against(string title, double limit, string figure, params string[] others)
        {
            // A comparison with the better of two takes both.
            double?[] medians = [.. others.Select(key => Median(key, figure))];
            return new(title, limit, medians.Contains(null) ? null : Native(figure) / medians.Min());
        }
    }

    private string Amount(double value) => Unit is "" ? $"{value:0.000}" : $"{value:0.0} {Unit}";
}
