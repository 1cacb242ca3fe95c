using System.Net.Sockets;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class EngineCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-lambda-test-");

    [Fact]
    public async Task Ctrl_c_ends_the_engine_and_the_file_keeps_the_table()
    {
        var database = Path.Combine(_folder.FullName, "presence.db");
        var endpoint = await RunOnceAsync(database, async endpoint =>
        {
            using var client = new EngineConnection(endpoint, "kept").CreateClient();
            await client.PutItemAsync("kept", new() { ["clientId"] = new("device") }, Cancellation);
        });

        // The engine went with the program that started it.
        using var probe = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => probe.ConnectAsync(endpoint.Host, endpoint.Port, Cancellation).AsTask());

        await RunOnceAsync(database, async next =>
        {
            using var client = new EngineConnection(next, "kept").CreateClient();
            Assert.Equal(1, (await client.ScanAsync("kept", ["clientId"], Cancellation)).Count);
        });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<Uri> RunOnceAsync(string database, Func<Uri, Task> use)
    {
        using var process = LocalProgram.Start(["engine", "--port", "0", "--db-path", database, "--table", "kept", "--endpoint", ""]);
        var line = await process.StandardOutput.ReadLineAsync(Cancellation);
        Assert.NotNull(line);
        var endpoint = new Uri(line.Split(' ').Single(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(';'));
        try
        {
            await use(endpoint);
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
