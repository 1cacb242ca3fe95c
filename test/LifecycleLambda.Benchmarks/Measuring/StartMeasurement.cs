using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>Cold starts: from the start of the process to <c>next</c>, and to the first answer. The candidates take turns.</summary>
internal sealed class StartMeasurement(HarnessCertificate certificate, int starts, Progress progress)
{
    private static readonly Scenario[] Scenarios = [Scenario.Plain, Scenario.OverTls];

    internal async Task RunAsync(ResultSet results, CancellationToken cancellationToken)
    {
        // The first round reads each program from the disk; it is not counted.
        for (var round = 0; round <= starts; round++)
        {
            progress.Step(round is 0 ? "starts: a first round that is not counted" : $"starts: round {round} of {starts}");
            foreach (var scenario in Scenarios)
            {
                foreach (var result in results.Runnable)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress.Detail($"{result.Candidate.Key}, {scenario.Title}");
                    await result.TryAsync(() => StartAsync(result, scenario, isCounted: round > 0));
                }
            }
        }
    }

    private async Task StartAsync(CandidateResult result, Scenario scenario, bool isCounted)
    {
        await using var sandbox = await Sandbox.StartAsync(result.Candidate, scenario, certificate);
        await sandbox.VerifyAsync();
        if (isCounted)
        {
            result.Add($"init.{scenario.Key}", sandbox.Init.TotalMilliseconds);
            result.Add($"firstAnswer.{scenario.Key}", sandbox.FirstAnswer.TotalMilliseconds);
        }
    }
}
