namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The targets of the native program.</summary>
internal static class Targets
{
    internal static IReadOnlyList<Target> Of(IReadOnlyList<CandidateReport> candidates)
    {
        var native = candidates.FirstOrDefault(candidate => candidate.Key is "native");
        return
        [
            AgainstPeers("Start to first answer", 0.1, "firstAnswer.plain"),
            AgainstPeers("Start to first answer, over TLS", 0.1, "firstAnswer.tls"),
            AgainstPeers("CPU per warm event", 0.25, "cpu.plain"),
            AgainstPeers("CPU per warm event, over TLS", 0.25, "cpu.tls"),
            AgainstPeers("CPU per warm event, paced", 1 / 3.0, "cpu.paced"),
            AgainstFloor("CPU per warm event", "cpu.plain"),
            AgainstFloor("CPU per warm event, paced", "cpu.paced"),
            new Target("Peak memory", 32, native?.Median("memory"), "MiB"),
            new Target("Zipped package", 5, native?.PackageMiB, "MiB"),
        ];

        Target AgainstPeers(string title, double limit, string figure) => Against(
            $"{title} / the better of Node.js and Python", limit, figure, ["node", "python"]);

        Target AgainstFloor(string title, string figure) => Against($"{title} / the floor", 1.4, figure, ["floor"]);

        Target Against(string title, double limit, string figure, string[] others)
        {
            var best = candidates.Where(candidate => others.Contains(candidate.Key)).Min(candidate => candidate.Median(figure));
            return new Target(title, limit, native?.Median(figure) / best, "");
        }
    }
}
