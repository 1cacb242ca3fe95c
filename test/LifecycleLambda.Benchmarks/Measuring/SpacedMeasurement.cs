using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>What Lambda bills for an event of a small fleet: at the share of 128 MB, long after the event before.</summary>
internal sealed class SpacedMeasurement(LambdaHarness harness, int events, Progress progress)
{
    private const int WarmUp = 20;

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
                for (var i = 0; i < WarmUp; i++)
                {
                    await NextAsync(function);
                }
            },
            async (result, function) =>
            {
                progress.Detail(result.Candidate.Key);
                for (var i = 0; i < (events + Turns.Count - 1) / Turns.Count; i++)
                {
                    result.Add("spaced", (await NextAsync(function)).TotalMilliseconds);
                }
            });

        async Task<TimeSpan> NextAsync(MeasuredFunction function)
        {
            // Two periods and a part of one: the budget is whole again, and the event comes at any time of a period.
            await Task.Delay(random.Next(40, 60), harness.CancellationToken);
            return (await function.HandleAsync()).ToNext;
        }
    }
}
