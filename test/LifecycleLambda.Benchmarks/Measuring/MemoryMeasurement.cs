using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>Peak resident memory over many events.</summary>
internal sealed class MemoryMeasurement(LambdaHarness harness, int events, Progress progress)
{
    internal async Task RunAsync(IReadOnlyList<CandidateResult> results)
    {
        foreach (var result in results.Where(candidate => candidate.IsRunnable && !candidate.Candidate.WarmsUp))
        {
            progress.Step($"memory: {events} events of {result.Candidate.Key}");
            await result.TryAsync(async () =>
            {
                await using var function = await harness.StartAsync(result.Candidate, Conditions.Whole);
                await function.HandleAsync(events);
                await function.VerifyAsync();
                result.Add("memory", function.PeakMemory);
            });
        }
    }
}
