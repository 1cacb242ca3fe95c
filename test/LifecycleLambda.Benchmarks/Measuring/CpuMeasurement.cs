using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>CPU per event of a warm function: back to back, and with DynamoDB 4 ms away.</summary>
internal sealed class CpuMeasurement(LambdaHarness harness, int events, Progress progress)
{
    /// <summary>Enough for a JIT compiler to settle.</summary>
    private const int WarmUp = 1_000;

    internal async Task RunAsync(IReadOnlyList<CandidateResult> results)
    {
        await RunAsync(results, Conditions.Whole, events);
        await RunAsync(results, Conditions.Paced, events * 2 / 5);
    }

    private async Task RunAsync(IReadOnlyList<CandidateResult> results, Conditions conditions, int count)
    {
        var perTurn = (count + Turns.Count - 1) / Turns.Count;
        progress.Step($"CPU per event, {conditions.Title}: {WarmUp} events to warm up, {Turns.Count} times {perTurn}");
        await Turns.RunAsync(
            harness,
            results,
            conditions,
            function => function.HandleAsync(WarmUp),
            async (result, function) =>
            {
                progress.Detail(result.Candidate.Key);
                var before = function.CpuTime;
                await function.HandleAsync(perTurn);
                result.Add($"cpu.{conditions.Key}", (function.CpuTime - before).TotalMicroseconds / perTurn);
            });
    }
}
