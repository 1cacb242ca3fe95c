using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MQTTnet;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class BrokerCommandTests(EngineFixture engine)
{
    [Fact]
    public async Task Ctrl_C_ends_the_sessions_before_the_final_table()
    {
        var table = await engine.CreateTableAsync();
        using var process = LocalProgram.Start(["broker", "--port", "0", "--reset-after", "5", "--json", .. table.Options]);
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var broker = await LineAsync(process);
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithEndPoint(IPEndPoint.Parse($"{broker["broker"]}")).WithClientId("device").Build();
        await client.ConnectAsync(options, Cancellation);

        var connect = await LineAsync(process);
        LocalProgram.Signal(process, "INT");
        var disconnect = await LineAsync(process);
        var item = await LineAsync(process);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal("Applied", $"{connect["outcome"]}");
        Assert.Equal("connected", $"{connect["event"]!["eventType"]}");
        Assert.Equal("SERVER_INITIATED_DISCONNECT", $"{disconnect["event"]!["disconnectReason"]}");
        Assert.Equal("device", $"{item["item"]!["clientId"]}");
        Assert.Equal("disconnected", $"{item["item"]!["eventType"]}");
        Assert.Contains("right about 1 of 1 clients", await errors, StringComparison.Ordinal);
        // Resets that come too soon for the rule.
        Assert.Contains("needs a --reset-after of 900 or more", await errors, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--api-port")]
    public async Task Port_in_use_is_reported_with_the_remedy(string option)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = $"{((IPEndPoint)listener.LocalEndpoint).Port}";

        string[] ports = option is "--port" ? [] : ["--port", "0"];
        var result = await LocalProgram.RunAsync("", ["broker", .. ports, option, port, "--endpoint", $"{engine.Endpoint}"]);

        result.AssertRefused($"The broker can't listen on 127.0.0.1, port {port}: Address already in use. ");
        Assert.EndsWith($"with {option} N, or a free one with {option} 0.\n", result.Errors, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> LineAsync(Process process) =>
        JsonNode.Parse((await process.StandardOutput.ReadLineAsync(Cancellation))!)!;
}
