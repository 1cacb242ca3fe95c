using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Online;

/// <summary><c>online</c> and <c>show</c> as their user starts them, on a table with one client of each kind.</summary>
public sealed class OnlineCommandTests(EngineFixture engine)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData("gate-1|sensor-1|sensor-2")]
    [InlineData("sensor-1|sensor-2", "--prefix", "sensor-")]
    [InlineData("sensor-2", "--for", "2h")]
    [InlineData("gate-1|sensor-1|sensor-2", "--for", "1s")]
    [InlineData("gate-1|sensor-1|sensor-2", "--segments", "3")]
    [InlineData("sensor-3|sensor-4", "--offline")]
    [InlineData("sensor-4", "--confirmed-offline")]
    [InlineData("", "--offline", "--prefix", "gate")]
    public async Task Lists_the_clients_that_are_asked_for(string expected, params string[] options)
    {
        var (exitCode, output, errors) = await RunAsync(["online", "--json", .. options]);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(expected, string.Join('|', Lines(output).Select(line => Client(line)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Shows_what_a_person_wants_and_no_personal_data()
    {
        var (_, online, _) = await RunAsync("online");
        var (_, offline, _) = await RunAsync("online", "--offline");
        var (_, personal, _) = await RunAsync("online", "--personal", "--prefix", "sensor-2");
        var (_, json, _) = await RunAsync("online", "--personal", "--prefix", "sensor-2", "--json");

        Assert.Equal(3, Lines(online).Length);
        Assert.Contains($"online   since {Time(Now.AddHours(-3))}  sensor-2", Lines(online));
        Assert.Contains($"offline  since {Time(Now.AddMinutes(-5))}  sensor-3  CONNECTION_LOST", Lines(offline));
        Assert.Contains($"offline  since {Time(Now.AddMinutes(-5))}  sensor-4  CONNECTION_LOST, confirmed", Lines(offline));
        Assert.DoesNotContain("192.0.2.1", online + offline, StringComparison.Ordinal);
        Assert.Equal($"online   since {Time(Now.AddHours(-3))}  sensor-2  192.0.2.1  AIDAEXAMPLE", Assert.Single(Lines(personal)));
        Assert.Equal("192.0.2.1", JsonDocument.Parse(json).RootElement.GetProperty("ipAddress").GetString());
    }

    [Theory]
    [InlineData("online 3\nknown 6\n", "--count")]
    [InlineData("confirmed offline 1\nknown 6\n", "--count", "--confirmed-offline")]
    [InlineData("online 2\nknown 4\n", "--count", "--prefix", "sensor-")]
    [InlineData("{\"online\":3,\"known\":6}\n", "--count", "--json", "--segments", "2")]
    public async Task Counts(string expected, params string[] options)
    {
        var (exitCode, output, _) = await RunAsync(["online", .. options]);

        Assert.Equal((0, expected), (exitCode, output));
    }

    [Fact]
    public async Task Ends_after_the_limit()
    {
        var (exitCode, output, _) = await RunAsync("online", "--limit", "2");

        Assert.Equal((0, 2), (exitCode, Lines(output).Length));
    }

    [Theory]
    [InlineData("--for", "10")]
    [InlineData("--for", "99999999d")]
    [InlineData("--segments", "0")]
    [InlineData("--limit", "0")]
    [InlineData("--offline", "--confirmed-offline")]
    [InlineData("--count", "--personal")]
    public async Task Wrong_usage_reads_nothing(params string[] options)
    {
        var (exitCode, output, errors) = await LocalProgram.RunAsync("", ["online", "--endpoint", "http://127.0.0.1:9", .. options]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(options[0], errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("online")]
    [InlineData("show", "sensor-1")]
    public async Task Table_that_is_missing_is_an_error_and_is_not_created(params string[] command)
    {
        var (exitCode, output, errors) = await LocalProgram.RunAsync("", [.. command, "--endpoint", $"{engine.Endpoint}", "--table", "no-such-table"]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("There is no table no-such-table", errors, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ResourceNotFoundException>(() =>
            engine.Client.DescribeTableAsync("no-such-table", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Database_that_is_missing_is_an_error_and_is_not_created()
    {
        var path = Path.Combine(Path.GetTempPath(), $"no-such-{Guid.NewGuid():N}.db");

        var (exitCode, _, errors) = await LocalProgram.RunAsync([new("AWS_ENDPOINT_URL_DYNAMODB", "")], "", "online", "--db-path", path);

        Assert.Equal(2, exitCode);
        Assert.Contains($"There is no file {path}", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Show_says_it_in_words()
    {
        var (exitCode, output, _) = await RunAsync("show", "sensor-4");
        var (_, personal, _) = await RunAsync("show", "sensor-4", "--personal");
        var (_, hostile, _) = await RunAsync("show", "gate-1");
        var (_, provisioned, _) = await RunAsync("show", "provis\u001bioned");

        Assert.Equal(0, exitCode);
        Assert.StartsWith($"sensor-4 is offline since {Time(Now.AddMinutes(-5))} (", output, StringComparison.Ordinal);
        Assert.Contains($"), connection lost, confirmed {Time(Now)}.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.1", output, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", personal, StringComparison.Ordinal);
        Assert.StartsWith("gate-1 is online since ", hostile, StringComparison.Ordinal);
        Assert.Equal("provis\\u001Bioned has neither connected nor disconnected yet.\n", provisioned);
    }

    [Fact]
    public async Task Show_of_an_unknown_client_fails()
    {
        var (exitCode, output, errors) = await RunAsync("show", "nobody");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("has no client nobody", errors, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var table = await engine.CreateTableAsync();
        await table.PutAsync(Item("gate-1", "connected", Now.AddMinutes(-5)));
        await table.PutAsync(Item("sensor-1", "connected", Now.AddMinutes(-5)));
        await table.PutAsync(Item("sensor-2", "connected", Now.AddHours(-3)));
        await table.PutAsync(Item("sensor-3", "disconnected", Now.AddMinutes(-5)));
        var confirmed = Item("sensor-4", "disconnected", Now.AddMinutes(-5));
        confirmed["offlineConfirmedAt"] = Number(Now);
        await table.PutAsync(confirmed);
        await table.PutAsync(new() { ["clientId"] = new("provis\u001bioned") });
        return await LocalProgram.RunAsync("", [.. arguments, "--endpoint", $"{engine.Endpoint}", "--table", table.Name]);
    }

    private static Dictionary<string, AttributeValue> Item(string clientId, string state, DateTimeOffset since)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["clientId"] = new(clientId),
            ["eventType"] = new(state),
            ["timestamp"] = Number(since),
            ["versionNumber"] = new() { N = "7" },
            ["principalIdentifier"] = new("AIDAEXAMPLE"),
            ["ipAddress"] = new("192.0.2.1"),
        };
        if (state is "disconnected")
        {
            item["disconnectReason"] = new("CONNECTION_LOST");
        }

        return item;
    }

    private static AttributeValue Number(DateTimeOffset time) => new() { N = $"{time.ToUnixTimeMilliseconds()}" };

    private static string Time(DateTimeOffset time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z";

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Client(string line) => JsonDocument.Parse(line).RootElement.GetProperty("clientId").GetString()!;
}
