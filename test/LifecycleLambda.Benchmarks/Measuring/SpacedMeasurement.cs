using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>What Lambda bills for an event of a small fleet: at the share of 128 MB, long after the event before.</summary>
internal sealed class SpacedMeasurement(LambdaHarness harness, int events, Progress progress)
{
    /// <summary>On a whole processor: the compilers of Node.js and .NET have settled in a sandbox that has been warm for long.</summary>
    private const int WarmUp = 300;

    internal async Task RunAsync(IReadOnlyList<CandidateResult> results)
    {
        var random = new Random(1);
        progress.Step($"spaced: {events} events at 128 MB's share, DynamoDB 4 ms away");
        await Turns.RunAsync(
            harness,
            results,
            Conditions.Spaced,
            async function =>
            {
                await function.HandleAsync(WarmUp);
                function.TakeShare();
            },
            async (result, function) =>
            {
                progress.Detail(result.Candidate.Key);
                for (var i = 0; i < (events + Turns.Count - 1) / Turns.Count; i++)
                {
                    // Two periods and a part of one: the budget is whole again, and the event comes at any time of a period.
                    await Task.Delay(random.Next(40, 60), harness.CancellationToken);
                    result.Add("spaced", (await function.HandleAsync()).ToNext.TotalMilliseconds);
                }
            });
    }
}
