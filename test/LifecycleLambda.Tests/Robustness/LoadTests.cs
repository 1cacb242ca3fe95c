using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>A process that serves many events holds on to nothing of them.</summary>
public sealed class LoadTests(EngineFixture engine)
{
    /// <summary>What the runtime itself may open between two looks; a leak of one per thirty events is more.</summary>
    private const int Slack = 15;

    [Fact]
    public async Task Handles_and_threads_do_not_grow_with_the_events()
    {
        var table = await engine.CreateTableAsync();
        await using var function = await FunctionUnderTest.StartAsync(table.Connection.FunctionEnvironment());
        await ServeAsync(function, 100);
        var before = ProcessFigures.Of(function.Process);

        await ServeAsync(function, TestSize.Of(small: 500, full: 2000));

        var after = ProcessFigures.Of(function.Process);
        Assert.InRange(after.Handles, 0, before.Handles + Slack);
        Assert.InRange(after.Threads, 0, before.Threads + Slack);
    }

    /// <summary>A third applied, a third stale or duplicate, a third invalid.</summary>
    private static async Task ServeAsync(FunctionUnderTest function, int events)
    {
        for (var i = 0; i < events; i++)
        {
            await function.InvokeAsync((i % 3) switch
            {
                0 => Connected(i, client: $"device-{i % 50}").ToJson(),
                1 => Connected(0, client: $"device-{i % 50}").ToJson(),
                _ => "{}"u8.ToArray(),
            });
        }
    }
}
