using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>
/// The cost of an event in a warm process. All candidates live at the same time and take turns in slices; one that waits for its
/// turn is blocked in <c>next</c> and costs nothing.
/// </summary>
internal sealed class WarmMeasurement(HarnessCertificate certificate, int events, Progress progress)
{
    private const int Slices = 10;

    /// <summary>Enough for a JIT compiler to settle.</summary>
    private const int WarmUp = 1_000;

    internal async Task RunAsync(ResultSet results, CancellationToken cancellationToken)
    {
        foreach (var scenario in new[] { Scenario.Plain, Scenario.OverTls, Scenario.Paced })
        {
            var sandboxes = new List<(CandidateResult Result, Sandbox Sandbox)>();
            try
            {
                await StartAsync(scenario, results, sandboxes);
                await MeasureAsync(scenario, sandboxes, cancellationToken);
            }
            finally
            {
                foreach (var (_, sandbox) in sandboxes)
                {
                    await sandbox.DisposeAsync();
                }
            }
        }
    }

    private async Task StartAsync(Scenario scenario, ResultSet results, List<(CandidateResult Result, Sandbox Sandbox)> sandboxes)
    {
        progress.Step($"warm, {scenario.Title}: {WarmUp} events to warm up");
        foreach (var result in results.Runnable)
        {
            progress.Detail(result.Candidate.Key);
            await result.TryAsync(async () =>
            {
                var sandbox = await Sandbox.StartAsync(result.Candidate, scenario, certificate);
                sandboxes.Add((result, sandbox));
                await sandbox.RunAsync(WarmUp);
            });
        }
    }

    private async Task MeasureAsync(
        Scenario scenario, List<(CandidateResult Result, Sandbox Sandbox)> sandboxes, CancellationToken cancellationToken)
    {
        var perSlice = (events + Slices - 1) / Slices;
        progress.Step($"warm, {scenario.Title}: {Slices} times {perSlice} events");
        for (var slice = 1; slice <= Slices; slice++)
        {
            foreach (var (result, sandbox) in sandboxes.Where(turn => turn.Result.IsRunnable))
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Detail($"slice {slice}, {result.Candidate.Key}");
                await result.TryAsync(() => MeasureAsync(scenario, result, sandbox, perSlice));
            }
        }
    }

    private static async Task MeasureAsync(Scenario scenario, CandidateResult result, Sandbox sandbox, int events)
    {
        var before = sandbox.CpuTime;
        var wall = await sandbox.RunAsync(events);
        var cpu = sandbox.CpuTime - before;
        await sandbox.VerifyAsync();
        result.Add($"cpu.{scenario.Key}", cpu.TotalMicroseconds / events);
        result.Add($"wall.{scenario.Key}", wall.TotalMicroseconds / events);
    }
}
