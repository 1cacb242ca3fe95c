using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What was measured of one candidate, until it failed.</summary>
internal sealed class CandidateResult(Candidate candidate)
{
    private readonly Dictionary<string, List<double>> _samples = [];

    internal Candidate Candidate { get; } = candidate;

    internal string? Failure { get; private set; }

    internal bool IsRunnable => Candidate.Missing is null && Failure is null;

    internal void Add(string figure, double sample)
    {
        if (!_samples.TryGetValue(figure, out var samples))
        {
            _samples.Add(figure, samples = []);
        }

        samples.Add(sample);
    }

    internal Row ToRow()
    {
        if (IsRunnable && !Candidate.WarmsUp)
        {
            Add("package", Package.Size(Candidate.Folder));
        }

        return new(
            Candidate.Key,
            Candidate.Title,
            Candidate.Missing ?? Failure,
            Candidate.WarmsUp,
            _samples.ToDictionary(pair => pair.Key, pair => Figure.Of(pair.Value)));
    }

    /// <summary>A candidate that fails is reported and leaves the run; it is not timed any further.</summary>
    internal async Task TryAsync(Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (BenchmarkException exception)
        {
            Failure = exception.Message;
            _samples.Clear();
            Console.WriteLine($"{Candidate.Key} failed: {Failure}");
        }
    }
}
