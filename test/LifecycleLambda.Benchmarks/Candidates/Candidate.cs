namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>A program that does the job of the function.</summary>
/// <param name="Key">What <c>--only</c> calls it.</param>
/// <param name="Title">What the table calls it, with the versions that it runs on.</param>
internal sealed record Candidate(string Key, string Title)
{
    internal string FileName { get; init; } = "";

    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder that would be zipped and uploaded.</summary>
    internal string Folder { get; init; } = "";

    /// <summary>Why it cannot run here, where it cannot.</summary>
    internal string? Missing { get; init; }
}
