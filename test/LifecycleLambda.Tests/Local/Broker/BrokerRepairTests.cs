using LifecycleLambda.Local.Broker;

namespace LifecycleLambda.Tests.Local.Broker;

/// <summary>The whole story of lost events: real clients, the broker, its GetConnection, and the commands <c>online</c> and
/// <c>verify</c>.</summary>
public sealed class BrokerRepairTests(EngineFixture engine)
{
    [Fact]
    public async Task Repaired_table_is_right_about_every_client()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine, new BrokerOptions { Loss = 1 }, ports => ports with { Api = 0 });
        using var handler = broker.Table.Handler();
        await handler.DeliverAllAsync(Connected(version: 7, client: "went/away ä"), Disconnected(version: 7, client: "came back"));
        foreach (var clientId in (string[])["went/away ä", "gone before"])
        {
            await broker.ComeAndGoAsync(clientId);
        }

        foreach (var clientId in (string[])["came back", "new"])
        {
            // The session begins before the broker responds to a ping.
            await (await broker.ConnectAsync(clientId)).PingAsync(Cancellation);
        }

        var online = await LocalProgram.RunAsync("", ["online", "--json", .. broker.Table.Options]);
        var verified = await VerifyAsync(broker);
        var repaired = await VerifyAsync(broker, "--repair");
        var again = await VerifyAsync(broker);

        Assert.Equal("went/away ä", $"{online.Json.Single()["clientId"]}");
        Assert.Equal((1, 0, 0), (verified.ExitCode, repaired.ExitCode, again.ExitCode));
        Assert.Equal(["came back", "new", "went/away ä"], verified.Json.Select(line => $"{line["clientId"]}").Order());
        Assert.Empty(broker.Run.WrongIn(await broker.Table.ReadAsync()));
        await broker.Run.EndAsync();
        Assert.Empty(broker.Run.WrongIn(await broker.Table.ReadAsync()));
    }

    private static Task<ProgramResult> VerifyAsync(BrokerUnderTest broker, params string[] options) => LocalProgram.RunAsync(
        "new\ngone before\n",
        [
            "verify", "--iot-endpoint", $"http://127.0.0.1:{broker.Run.Ports.Api}", "--clients", "-", "--settle", "0s", "--json",
            .. options, .. broker.Table.Options,
        ]);
}
