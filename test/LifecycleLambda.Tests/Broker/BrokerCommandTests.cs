using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LifecycleLambda.Tests.Support;
using MQTTnet;

namespace LifecycleLambda.Tests.Broker;

/// <summary>The command as its user starts it.</summary>
public sealed class BrokerCommandTests(EngineFixture engine)
{
    [Fact]
    public async Task Interrupted_it_ends_the_sessions_and_shows_the_final_table()
    {
        var table = await engine.CreateTableAsync();
        using var process = LocalProgram.Start("broker", "--port", "0", "--json", "--endpoint", engine.Endpoint.ToString(), "--table", table.Name);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var broker = await LineAsync(process);
        using var client = new MqttClientFactory().CreateMqttClient();
        var endPoint = IPEndPoint.Parse(broker.GetProperty("broker").GetString()!);
        var options = new MqttClientOptionsBuilder().WithEndPoint(endPoint).WithClientId("device").Build();
        await client.ConnectAsync(options, TestContext.Current.CancellationToken);

        var connect = await LineAsync(process);
        LocalProgram.Interrupt(process);
        var disconnect = await LineAsync(process);
        var item = await LineAsync(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("connected", connect.GetProperty("event").GetProperty("eventType").GetString());
        Assert.Equal("Applied", connect.GetProperty("outcome").GetString());
        Assert.Equal("SERVER_INITIATED_DISCONNECT", disconnect.GetProperty("event").GetProperty("disconnectReason").GetString());
        Assert.Equal("device", item.GetProperty("item").GetProperty("clientId").GetString());
        Assert.Equal("disconnected", item.GetProperty("item").GetProperty("eventType").GetString());
        Assert.Contains("right about 1 of 1 clients", await errors, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_and_so_is_the_way_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = $"{((IPEndPoint)listener.LocalEndpoint).Port}";

        var (exitCode, _, errors) = await LocalProgram.RunAsync("", "broker", "--port", port, "--endpoint", engine.Endpoint.ToString());

        Assert.Equal(2, exitCode);
        Assert.Contains(port, errors, StringComparison.Ordinal);
        Assert.Contains("--port 0", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resets_that_come_too_soon_for_the_rule_are_warned_of()
    {
        using var process = LocalProgram.Start("broker", "--port", "0", "--reset-after", "5", "--endpoint", engine.Endpoint.ToString());
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        LocalProgram.Interrupt(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("warning: the ordering rule needs 900 seconds", await errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "65536")]
    [InlineData("--port", "-1")]
    [InlineData("--duplicates", "2")]
    [InlineData("--delay", "-1")]
    [InlineData("--reset-after", "0")]
    [InlineData("--clock-error", "-1")]
    public async Task Option_out_of_range_is_named(string option, string value)
    {
        var (exitCode, _, errors) = await LocalProgram.RunAsync("", "broker", option, value);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(option, errors, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> LineAsync(Process process) =>
        JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
}
