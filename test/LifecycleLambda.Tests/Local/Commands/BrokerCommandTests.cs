using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LifecycleLambda.Local.Broker;
using LifecycleLambda.Tests.Local.Broker;
using MQTTnet;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class BrokerCommandTests(EngineFixture engine, TestCertificates certificates) : IClassFixture<TestCertificates>
{
    [Fact]
    public async Task Ctrl_C_ends_the_sessions_before_the_final_table()
    {
        var table = await engine.CreateTableAsync();
        string[] ports = ["--port", "0", "--tls-port", "0", "--certificates", certificates.Path];
        using var process = LocalProgram.Start(["broker", .. ports, "--reset-after", "5", "--json", .. table.Options]);
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var broker = await LineAsync(process);
        AssertFiles(certificates.Open().Device("device"), broker["certificates"]!);
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
    [InlineData("--tls-port")]
    [InlineData("--websocket-port")]
    [InlineData("--api-port")]
    public async Task Port_in_use_is_reported_with_the_remedy(string option)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = $"{((IPEndPoint)listener.LocalEndpoint).Port}";

        string[] ports = option is "--port" ? [] : ["--port", "0"];
        string[] others = ["--certificates", certificates.Path, "--endpoint", $"{engine.Endpoint}"];
        var result = await LocalProgram.RunAsync("", ["broker", .. ports, option, port, .. others]);

        result.AssertRefused($"The broker can't listen on 127.0.0.1, port {port}: Address already in use. ");
        Assert.EndsWith($"with {option} N, or a free one with {option} 0.\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_prints_the_files_of_the_same_device_each_time()
    {
        string[] arguments = ["broker", "certificate", "sensor-17", "--certificates", certificates.Path];

        var first = await LocalProgram.RunAsync("", [.. arguments, "--json"]);
        var second = await LocalProgram.RunAsync("", arguments);

        var files = certificates.Open().Device("sensor-17");
        AssertFiles(files, first.Json.Single());
        Assert.Equal($"{files}\n", second.Output);
    }

    private static void AssertFiles(DeviceFiles expected, JsonNode actual) =>
        Assert.Equal(expected, new DeviceFiles($"{actual["ca"]}", $"{actual["certificate"]}", $"{actual["privateKey"]}"));

    private static async Task<JsonNode> LineAsync(Process process) =>
        JsonNode.Parse((await process.StandardOutput.ReadLineAsync(Cancellation))!)!;
}
