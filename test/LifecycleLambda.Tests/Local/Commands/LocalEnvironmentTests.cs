namespace LifecycleLambda.Tests.Local.Commands;

public sealed class LocalEnvironmentTests(EngineFixture engine)
{
    [Fact]
    public async Task Option_version_prints_the_version() =>
        Assert.Equal([Repository.Version], (await LocalProgram.RunAsync("", ["--version"])).Lines);

    [Fact]
    public async Task Proxy_is_not_used_on_this_machine()
    {
        string[] proxies = ["HTTP_PROXY=http://127.0.0.1:9", "HTTPS_PROXY=http://127.0.0.1:9", "ALL_PROXY=http://127.0.0.1:9"];

        var result = await LocalProgram.RunAsync("", ["simulate", "--clients", "2", "--confirm-after", "60", "--endpoint", ""], proxies);

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Proxy_is_used_for_another_machine()
    {
        var table = await engine.CreateTableAsync();
        // This server can also act as a proxy: it ignores the host name in the request line.
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);

        var result = await LocalProgram.RunAsync(
            Encoding.UTF8.GetString(Connected(1).ToJson()),
            ["invoke", "-", "--json", "--endpoint", "http://dynamodb.example.com", "--table", table.Name],
            $"HTTP_PROXY={proxy.Endpoint}");

        Assert.Equal("Applied", $"{result.Json[0]["outcome"]}");
        Assert.NotNull(await table.GetAsync("device"));
    }

    [Fact]
    public async Task Full_disk_is_reported_in_one_line()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "lifecycle-local.dll");
        var table = await engine.CreateTableAsync();

        var result = await LocalProgram.CompleteAsync(
            LocalProgram.StartCommand(["sh", "-c", "exec dotnet exec \"$0\" \"$@\" > /dev/full", program, .. table.Options]), "");

        Assert.Equal("error: No space left on device.\n", result.Errors);
        Assert.Equal(2, result.ExitCode);
    }
}
