using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Tests.Local.Simulation;

public sealed class FleetRunTests(EngineFixture engine)
{
    [Fact]
    public async Task Every_client_is_right_despite_faults_or_kills()
    {
        var report = await RunAsync(
            new FleetOptions(Clients: Sized(small: 600, full: 2000), Seed: 11, Duplicates: 0.05, Loss: 0.05, Shuffle: true, MostSessions: 2)
            {
                Concurrency = 5,
                Faults = 0.2,
                Kills = 0.003,
            });

        Assert.Empty(report.Wrong);
        Assert.Equal(0, report.Unaccounted);
        Assert.Equal(0, report.Unprocessable);
        // Faults did occur. Otherwise the test would prove nothing.
        Assert.InRange(report.Retries, 10, int.MaxValue);
        Assert.InRange(report.FailedEvents, 1, int.MaxValue);
        Assert.Equal(report.FailedEvents, report.Redriven);
    }

    [Fact]
    public async Task Every_confirmed_client_was_offline_for_the_whole_delay()
    {
        var report = await RunAsync(new FleetOptions(Clients: 120, Seed: 4, Duplicates: 0.2) { ConfirmAfter = TimeSpan.FromMinutes(5) });

        Assert.Empty(report.Wrong);
        Assert.True(report.IsUndisturbed);
        Assert.Equal(0, report.FalseConfirmations);
        Assert.InRange(report.Outcomes[Outcome.Confirmed], 120, int.MaxValue);
        Assert.InRange(report.Outcomes[Outcome.Superseded], 50, int.MaxValue);
    }

    [Fact]
    public async Task False_confirmation_is_withdrawn_when_the_truth_arrives()
    {
        var report = await RunAsync(
            new FleetOptions(Clients: 120, Seed: 6, Duplicates: 0.2, Loss: 0.2, Shuffle: true)
            {
                ConfirmAfter = TimeSpan.FromMinutes(1),
                Faults = 0.05,
            });

        // A client would be wrong if it ended offline without a confirmation or online with one.
        Assert.Empty(report.Wrong);
        Assert.InRange(report.FalseConfirmations, 1, int.MaxValue);
    }

    private async Task<SimulationReport> RunAsync(FleetOptions options)
    {
        var table = await engine.CreateTableAsync();
        using var run = new FleetRun(Fleet.Generate(options), table.Connection);
        await run.RunAsync(FunctionUnderTest.Program, log: null, _ => { }, Cancellation);
        return run.CreateReport(await table.ReadAsync());
    }
}
