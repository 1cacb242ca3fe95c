namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>How this machine can leave a process what Lambda leaves to a function of 128 MB.</summary>
/// <param name="Method">For the report.</param>
/// <param name="Take">Takes the rest of the processor from a process, until it is disposed of.</param>
internal sealed record CpuShare(string Method, Func<int, IDisposable> Take)
{
    /// <summary>How often Lambda settles the account.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    /// <summary>What a function may use in each period: memory buys the processor, and 1,769 MB a whole one.</summary>
    internal static readonly TimeSpan Budget = Period * 128 / 1769;

    internal static CpuShare Find(bool stopAndContinue) => !stopAndContinue && ControlGroup.FindParent() is { } parent
        ? new($"a control group under {parent}", processId => new ControlGroup(parent, processId))
        : new("stopping and continuing the process", processId => new StopAndContinue(processId));
}
