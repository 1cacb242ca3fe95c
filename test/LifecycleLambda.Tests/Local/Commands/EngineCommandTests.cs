using System.Net.Sockets;
using Amazon.DynamoDBv2;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class EngineCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-lambda-test-");

    [Fact]
    public async Task Ctrl_C_ends_the_engine()
    {
        var endpoint = await RunOnceAsync(_ => Task.CompletedTask);

        using var probe = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => probe.ConnectAsync(endpoint.Host, endpoint.Port, Cancellation).AsTask());
    }

    [Fact]
    public async Task Database_file_keeps_the_items()
    {
        await RunOnceAsync(client => client.PutItemAsync("kept", new() { ["clientId"] = new("device") }, Cancellation));

        await RunOnceAsync(async client => Assert.Equal(1, (await client.ScanAsync("kept", ["clientId"], Cancellation)).Count));
    }

    [Theory]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("::1", "[::1]")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    public async Task Engine_listens_at_the_host(string host, string endpoint) =>
        Assert.Equal(endpoint, (await RunOnceAsync(client => client.ListTablesAsync(Cancellation), host)).Host);

    [Theory]
    [InlineData("Can't start the embedded engine on", "--db-path", "/")]
    [InlineData("Can't start the embedded engine on", "--db-path", "/no/such/folder/presence.db")]
    [InlineData("Can't start the embedded engine on", "--db-path", "/etc/passwd")]
    [InlineData("Can't start the embedded engine on", "--host", "192.0.2.1")]
    [InlineData("--host localhost:80 isn't an IP address", "--host", "localhost:80")]
    public async Task Engine_that_cannot_start_is_reported(string message, params string[] options) =>
        (await LocalProgram.RunAsync("", ["engine", "--port", "0", "--endpoint", "", .. options])).AssertRefused(message);

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<Uri> RunOnceAsync(Func<AmazonDynamoDBClient, Task> use, string host = "127.0.0.1")
    {
        var database = Path.Combine(_folder.FullName, "presence.db");
        using var process = LocalProgram.Start(
            ["engine", "--host", host, "--port", "0", "--db-path", database, "--table", "kept", "--endpoint", ""]);
        var line = await process.StandardOutput.ReadLineAsync(Cancellation);
        Assert.NotNull(line);
        var endpoint = new Uri(line.Split(' ').Single(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(';'));
        try
        {
            using var client = new EngineConnection(endpoint, "kept").CreateClient();
            await use(client);
        }
        finally
        {
            LocalProgram.Signal(process, "INT");
            await process.WaitForExitAsync(Cancellation);
        }

        Assert.Equal(0, process.ExitCode);
        return endpoint;
    }
}
