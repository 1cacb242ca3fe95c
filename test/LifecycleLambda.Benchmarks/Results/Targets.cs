namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The targets of the native program.</summary>
internal static class Targets
{
    private static readonly string[] Peers = ["node", "python"];
    private static readonly string[] WarmPeers = ["node-warm", "python-warm"];
    private static readonly string[] Floor = ["floor"];

    internal static IReadOnlyList<Target> Of(IReadOnlyList<Row> candidates)
    {
        var native = candidates.FirstOrDefault(candidate => candidate.Key is "native");
        return
        [
            Against("Start to first answer at 128 MB's share / the better peer as people write it", 1 / 6.0, "start.share", Peers),
            Against("The same / the better peer with the same warm-up", 1 / 3.0, "start.share", WarmPeers),
            new Target("First event / second event at 128 MB's share", 3, native?.Median("first.share") / native?.Median("second.share"), ""),
            Against("A warm event at 128 MB's share / the better peer", 1 / 4.0, "spaced", Peers),
            Against("A warm event at 128 MB's share / the floor", 1.1, "spaced", Floor),
            Against("Start to first answer on a whole processor, plain / the better peer", 1 / 8.0, "start.plain", Peers),
            Against("CPU per event, back to back / the better peer", 1 / 4.0, "cpu.whole", Peers),
            Against("CPU per event, DynamoDB 4 ms away / the better peer", 1 / 3.0, "cpu.paced", Peers),
            Against("CPU per event, back to back / the floor", 1.15, "cpu.whole", Floor),
            Against("CPU per event, DynamoDB 4 ms away / the floor", 1.15, "cpu.paced", Floor),
            new Target("Peak memory over 20,000 events", 32, native?.Median("memory"), "MiB"),
            new Target("Zipped package", 5, native?.Median("package"), "MiB"),
        ];

        Target Against(string title, double limit, string figure, string[] others)
        {
            // A comparison with the better of two takes both.
            var medians = candidates.Where(candidate => others.Contains(candidate.Key)).Select(candidate => candidate.Median(figure)).ToArray();
            return new Target(title, limit, medians.Length == others.Length ? native?.Median(figure) / medians.Min() : null, "");
        }
    }
}
