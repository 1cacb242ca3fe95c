using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LifecycleLambda.Benchmarks.Micro;

/// <summary>Runs the micro-benchmarks in this process: nothing has to be built for them.</summary>
internal static class MicroBenchmarks
{
    internal static int Run()
    {
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.JoinSummary);
        return BenchmarkRunner.Run<EventBenchmarks>(config).HasCriticalValidationErrors ? 1 : 0;
    }
}
