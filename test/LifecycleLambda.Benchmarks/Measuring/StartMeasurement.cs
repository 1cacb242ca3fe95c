using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>Cold starts: from the start of the process to <c>next</c>, the first event, and the second at once after it. The candidates take turns.</summary>
internal sealed class StartMeasurement(LambdaHarness harness, int starts, Progress progress)
{
    internal async Task RunAsync(IReadOnlyList<CandidateResult> results)
    {
        Conditions[] conditions = harness.Share is null
            ? [Conditions.Whole, Conditions.Plain]
            : [Conditions.Share, Conditions.Whole, Conditions.Plain];

        // The first round reads each program from the disk; it is not counted.
        for (var round = 0; round <= starts; round++)
        {
            progress.Step(round is 0 ? "starts: a first round that is not counted" : $"starts: round {round} of {starts}");
            foreach (var condition in conditions)
            {
                foreach (var result in results.Where(candidate => candidate.IsRunnable))
                {
                    progress.Detail($"{result.Candidate.Key}, {condition.Title}");
                    await result.TryAsync(() => StartAsync(result, condition, isCounted: round > 0));
                }
            }
        }
    }

    private async Task StartAsync(CandidateResult result, Conditions conditions, bool isCounted)
    {
        await using var function = await harness.StartAsync(result.Candidate, conditions);
        var first = (await function.HandleAsync()).ToAnswer;
        var second = (await function.HandleAsync()).ToAnswer;
        await function.VerifyAsync();
        if (isCounted)
        {
            result.Add($"next.{conditions.Key}", function.Init.TotalMilliseconds);
            result.Add($"first.{conditions.Key}", first.TotalMilliseconds);
            result.Add($"second.{conditions.Key}", second.TotalMilliseconds);
            result.Add($"start.{conditions.Key}", (function.Init + first).TotalMilliseconds);
        }
    }
}
