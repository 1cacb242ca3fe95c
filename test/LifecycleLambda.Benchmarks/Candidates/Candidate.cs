using LifecycleLambda.Benchmarks.Results;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>A program that does the job of the function, and what was measured of it. What is public goes into the report.</summary>
/// <param name="key">What <c>--only</c> calls it.</param>
/// <param name="title">What the tables call it.</param>
/// <param name="folder">The folder that would be zipped and uploaded.</param>
/// <param name="program">How it is started.</param>
internal sealed class Candidate(string key, string title, string folder, FunctionProgram program)
{
    private readonly List<(string Figure, double Value)> _samples = [];

    public string Key => key;

    /// <summary>With the versions that a peer runs on, once it is built.</summary>
    public string Title { get; set; } = title;

    /// <summary>Why it is not measured: what it lacks on this machine, or what it did wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>A peer that opens its connection before it asks for an event. Only its starts differ from those of the peer as people write it.</summary>
    public bool WarmsUp { get; init; }

    /// <summary>By name: <c>start.share</c> in ms, <c>cpu.paced</c> in microseconds, <c>memory</c> in MiB.</summary>
    public IReadOnlyDictionary<string, Figure> Figures => _samples
        .GroupBy(sample => sample.Figure, sample => sample.Value)
        .ToDictionary(samples => samples.Key, Figure.Of);

    internal string Folder => folder;

    internal FunctionProgram Program => program;

    /// <summary>Makes it runnable, and completes the title.</summary>
    internal Func<Candidate, Task> BuildAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Variables that this candidate alone has.</summary>
    internal KeyValuePair<string, string>[] Environment { get; init; } = [];

    internal double? Median(string figure) => Figures.GetValueOrDefault(figure)?.Median;

    internal void Add(string figure, double value) => _samples.Add((figure, value));

    /// <summary>A candidate that fails is reported and leaves the run; it is not timed any further.</summary>
    internal async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (UserErrorException exception)
        {
            Problem = exception.Message;
            _samples.Clear();
            Console.WriteLine($"{Key} failed: {Problem}");
        }
    }
}
