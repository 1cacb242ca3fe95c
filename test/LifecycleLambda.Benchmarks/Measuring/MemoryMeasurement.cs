using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks.Measuring;

/// <summary>Peak resident memory over many events, over TLS: the real endpoint is HTTPS, and OpenSSL takes its share.</summary>
internal sealed class MemoryMeasurement(HarnessCertificate certificate, int events, Progress progress)
{
    private const int Slices = 10;

    internal async Task RunAsync(ResultSet results, CancellationToken cancellationToken)
    {
        foreach (var result in results.Runnable)
        {
            progress.Step($"memory: {events} events of {result.Candidate.Key}");
            await result.TryAsync(async () =>
            {
                await using var sandbox = await Sandbox.StartAsync(result.Candidate, Scenario.OverTls, certificate);
                for (var slice = 1; slice <= Slices; slice++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await sandbox.RunAsync((events + Slices - 1) / Slices);
                }

                await sandbox.VerifyAsync();
                result.Add("memory", sandbox.PeakMemory);
            });
        }
    }
}
