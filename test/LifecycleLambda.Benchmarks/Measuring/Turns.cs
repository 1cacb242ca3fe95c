using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>
/// Warm functions that live at the same time and take turns, so that a machine that gets slower does so for all. One that waits for
/// its turn is blocked in <c>next</c> and costs nothing.
/// </summary>
internal static class Turns
{
    internal const int Count = 10;

    /// <param name="harness">Starts the functions.</param>
    /// <param name="results">The candidates; a peer that differs in its start alone is left out.</param>
    /// <param name="conditions">How they run.</param>
    /// <param name="warmUp">What each does first.</param>
    /// <param name="turn">What each does then, so many times.</param>
    internal static async Task RunAsync(
        LambdaHarness harness,
        IReadOnlyList<CandidateResult> results,
        Conditions conditions,
        Func<MeasuredFunction, Task> warmUp,
        Func<CandidateResult, MeasuredFunction, Task> turn)
    {
        var functions = new List<(CandidateResult Result, MeasuredFunction Function)>();
        try
        {
            foreach (var result in results.Where(candidate => candidate.IsRunnable && !candidate.Candidate.WarmsUp))
            {
                await result.TryAsync(async () =>
                {
                    var function = await harness.StartAsync(result.Candidate, conditions);
                    functions.Add((result, function));
                    await warmUp(function);
                });
            }

            for (var i = 0; i < Count; i++)
            {
                foreach (var (result, function) in functions.Where(candidate => candidate.Result.IsRunnable))
                {
                    await result.TryAsync(async () =>
                    {
                        await turn(result, function);
                        await function.VerifyAsync();
                    });
                }
            }
        }
        finally
        {
            foreach (var (_, function) in functions)
            {
                await function.DisposeAsync();
            }
        }
    }
}
