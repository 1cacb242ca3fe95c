using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>A program that does the job of the function.</summary>
/// <param name="Key">What <c>--only</c> calls it.</param>
/// <param name="Title">What the tables call it, with the versions that it runs on.</param>
/// <param name="Folder">The folder that would be zipped and uploaded.</param>
/// <param name="Program">How it is started; absent where it cannot run here.</param>
internal sealed record Candidate(string Key, string Title, string Folder, FunctionProgram? Program)
{
    /// <summary>Variables that this candidate alone has.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A peer that opens its connection before it asks for an event. Only its starts differ from those of the peer as people write it.</summary>
    internal bool WarmsUp { get; init; }

    /// <summary>Why it cannot run here, where it cannot.</summary>
    internal string? Missing { get; init; }
}
