using LifecycleLambda.Benchmarks.Results;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>A program that does the function's job, and its figures. The report contains what is public.</summary>
/// <param name="key">The name that <c>--only</c> accepts.</param>
/// <param name="title">The name in the tables; a peer's gets its versions when the peer is built.</param>
/// <param name="folder">The folder that would be zipped and uploaded.</param>
/// <param name="program">The program to start.</param>
internal sealed class Candidate(string key, string title, string folder, FunctionProgram program)
{
    private readonly List<(string Figure, double Value)> _samples = [];

    public string Key => key;

    public string Title { get; set; } = title;

    /// <summary>The reason why the candidate isn't measured: what is missing on this machine, or what the candidate did wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>True for a peer that connects before its first event. Only its starts differ from the plain peer's.</summary>
    public bool WarmsUp { get; init; }

    /// <summary>The figures by name: <c>start.share</c> in ms, <c>cpu.paced</c> in microseconds, <c>memory</c> in MiB.</summary>
    public IReadOnlyDictionary<string, Figure> Figures => _samples
        .GroupBy(sample => sample.Figure, sample => sample.Value)
        .ToDictionary(samples => samples.Key, Figure.FromSamples);

    internal string Folder => folder;

    internal FunctionProgram Program => program;

    /// <summary>True if the candidate accepts SQS batches, which the peers don't.</summary>
    internal bool AcceptsBatches { get; init; }

    /// <summary>Builds the program, and completes the title.</summary>
    internal Func<Candidate, Task> BuildAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>The variables that only this candidate has.</summary>
    internal KeyValuePair<string, string>[] Environment { get; init; } = [];

    internal double? Median(string figure) => Figures.GetValueOrDefault(figure)?.Median;

    internal void Add(string figure, double value) => _samples.Add((figure, value));

    /// <summary>Runs a step. A candidate that fails is reported and leaves the run.</summary>
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
