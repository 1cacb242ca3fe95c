using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Local.Commands;

/// <summary>Fills a table with clients of each kind, for the commands that read a table.</summary>
internal static class ClientsOfEachKind
{
    internal static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    internal static async Task<ProgramResult> RunAsync(EngineFixture engine, params string[] arguments) =>
        await LocalProgram.RunAsync("", [.. arguments, .. (await FillAsync(engine)).Options]);

    internal static async Task<TestTable> FillAsync(EngineFixture engine)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(time: new FakeTimeProvider(Now));
        var confirmed = Disconnected(7, Ago(minutes: 5), client: "sensor-4");
        await handler.DeliverAllAsync(
            Connected(7, Ago(minutes: 5), client: "gate-1"),
            Connected(7, Ago(minutes: 5), client: "sensor-1"),
            Connected(7, Ago(minutes: 180), client: "sensor-2"),
            Disconnected(7, Ago(minutes: 5), client: "sensor-3"),
            Connected(7, Ago(minutes: 6), client: "sensor-4"),
            confirmed);
        await handler.DeliverBatchAsync(Bodies.StreamRecord(confirmed));
        await table.PutAsync(new() { ["clientId"] = new("provis\u001bioned") });
        return table;
    }

    private static long Ago(double minutes) => Now.ToUnixTimeMilliseconds() - Minutes(minutes);
}
