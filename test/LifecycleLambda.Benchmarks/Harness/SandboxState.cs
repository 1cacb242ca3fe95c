namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>What one candidate has done so far. One event is under way at a time.</summary>
internal sealed class SandboxState
{
    internal SampleEvent? Current { get; set; }

    internal int Written { get; set; }

    internal int Answered { get; set; }

    internal int Logged { get; set; }

    /// <summary>The first thing that it did wrong.</summary>
    internal string? Problem { get; private set; }

    internal void Report(string problem) => Problem ??= problem;
}
