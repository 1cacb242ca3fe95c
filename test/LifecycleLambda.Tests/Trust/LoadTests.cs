using System.Globalization;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Trust;

/// <summary>A process that serves many events holds on to nothing of them.</summary>
public sealed class LoadTests(EngineFixture engine, ITestOutputHelper output)
{
    private const int Events = 2000;

    /// <summary>What the runtime itself may open between two looks; a leak of one per hundred events is more.</summary>
    private const int Slack = 15;

    [Fact]
    public async Task Handles_and_threads_do_not_grow_with_the_events()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var table = await engine.CreateTableAsync();
        await using var function = await FunctionUnderTest.StartAsync(table.Connection.FunctionEnvironment());
        await ServeAsync(function, from: 0, until: Events / 10);
        var (handles, threads, memory) = Look(function.Process.Id);

        await ServeAsync(function, from: Events / 10, until: Events);

        var after = Look(function.Process.Id);
        output.WriteLine($"After {Events / 10} and {Events} events: {handles} and {after.Handles} handles, {threads} and {after.Threads} threads, {memory} and {after.Memory} KiB resident.");
        Assert.InRange(after.Handles, 0, handles + Slack);
        Assert.InRange(after.Threads, 0, threads + Slack);
    }

    /// <summary>A third applied, a third stale or duplicate, a third invalid.</summary>
    private static async Task ServeAsync(FunctionUnderTest function, int from, int until)
    {
        for (var i = from; i < until; i++)
        {
            await function.InvokeAsync((i % 3) switch
            {
                0 => Connected(i, client: $"device-{i % 50}").ToJson(),
                1 => Connected(0, client: $"device-{i % 50}").ToJson(),
                _ => "{}"u8.ToArray(),
            });
        }
    }

    private static (int Handles, int Threads, long Memory) Look(int processId)
    {
        var pages = File.ReadAllText($"/proc/{processId}/statm").Split(' ')[1];
        return (
            Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length,
            Directory.GetDirectories($"/proc/{processId}/task").Length,
            long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize / 1024);
    }
}
