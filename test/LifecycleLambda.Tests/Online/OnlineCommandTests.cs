using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Tests.Online;

/// <summary><c>online</c> and <c>show</c> as their user starts them, on a table with one client of each kind.</summary>
public sealed class OnlineCommandTests(EngineFixture engine)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData("gate-1|sensor-1|sensor-2")]
    [InlineData("sensor-1|sensor-2", "--prefix", "sensor-")]
    [InlineData("sensor-2", "--for", "2h")]
    [InlineData("gate-1|sensor-1|sensor-2", "--for", "1s", "--segments", "3")]
    [InlineData("sensor-3|sensor-4", "--offline")]
    [InlineData("sensor-4", "--confirmed-offline")]
    [InlineData("", "--offline", "--prefix", "gate")]
    public async Task Lists_the_clients_that_are_asked_for(string expected, params string[] options)
    {
        var (exitCode, output, errors) = await RunAsync(["online", "--json", .. options]);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            expected,
            string.Join('|', Lines(output).Select(line => JsonElement.Parse(line).GetProperty("clientId").GetString()).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Shows_what_a_person_wants_and_no_personal_data()
    {
        var (_, online, _) = await RunAsync("online");
        var (_, offline, _) = await RunAsync("online", "--offline");
        var (_, personal, _) = await RunAsync("online", "--personal", "--prefix", "sensor-2");
        var (_, limited, _) = await RunAsync("online", "--limit", "2");

        Assert.Equal((3, 2), (Lines(online).Length, Lines(limited).Length));
        Assert.Contains($"online   since {Time(Now.AddHours(-3))}  sensor-2", Lines(online));
        Assert.Contains($"offline  since {Time(Now.AddMinutes(-5))}  sensor-3  CONNECTION_LOST", Lines(offline));
        Assert.Contains($"offline  since {Time(Now.AddMinutes(-5))}  sensor-4  CONNECTION_LOST, confirmed", Lines(offline));
        Assert.DoesNotContain(Secrets.Address, online + offline, StringComparison.Ordinal);
        Assert.Equal($"online   since {Time(Now.AddHours(-3))}  sensor-2  {Secrets.Address}  {Secrets.Principal}", Assert.Single(Lines(personal)));
    }

    [Theory]
    [InlineData("confirmed offline 1\nknown 6\n", "--confirmed-offline")]
    [InlineData("online 2\nknown 4\n", "--prefix", "sensor-")]
    [InlineData("{\"online\":3,\"known\":6}\n", "--json", "--segments", "2")]
    public async Task Counts(string expected, params string[] options)
    {
        var (exitCode, output, _) = await RunAsync(["online", "--count", .. options]);

        Assert.Equal((0, expected), (exitCode, output));
    }

    [Theory]
    [InlineData("online")]
    [InlineData("show", "sensor-1")]
    public async Task Table_that_is_missing_is_an_error_and_is_not_created(params string[] command)
    {
        var (exitCode, output, errors) = await LocalProgram.RunAsync("", [.. command, .. new TestTable(engine, "no-such-table").Options]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("There is no table no-such-table", errors, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ResourceNotFoundException>(() =>
            engine.Client.DescribeTableAsync("no-such-table", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Show_says_it_in_words()
    {
        var (exitCode, output, _) = await RunAsync("show", "sensor-4");
        var (_, personal, _) = await RunAsync("show", "sensor-4", "--personal");
        var (_, provisioned, _) = await RunAsync("show", "provis\u001bioned");

        Assert.Equal(0, exitCode);
        Assert.StartsWith($"sensor-4 is offline since {Time(Now.AddMinutes(-5))} (", output, StringComparison.Ordinal);
        Assert.Contains($"), connection lost, confirmed {Time(Now)}.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets.Address, output, StringComparison.Ordinal);
        Assert.Contains(Secrets.Address, personal, StringComparison.Ordinal);
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
        await table.PutAsync(Online("gate-1", Now.AddMinutes(-5)));
        await table.PutAsync(Online("sensor-1", Now.AddMinutes(-5)));
        await table.PutAsync(Online("sensor-2", Now.AddHours(-3)));
        await table.PutAsync(Offline("sensor-3"));
        await table.PutAsync(new(Offline("sensor-4")) { ["offlineConfirmedAt"] = Number(Now) });
        await table.PutAsync(new() { ["clientId"] = new("provis\u001bioned") });
        return await LocalProgram.RunAsync("", [.. arguments, .. table.Options]);
    }

    private static Dictionary<string, AttributeValue> Online(string clientId, DateTimeOffset since) => new()
    {
        ["clientId"] = new(clientId),
        ["eventType"] = new("connected"),
        ["timestamp"] = Number(since),
        ["versionNumber"] = new() { N = "7" },
        ["principalIdentifier"] = new(Secrets.Principal),
        ["ipAddress"] = new(Secrets.Address),
    };

    private static Dictionary<string, AttributeValue> Offline(string clientId) => new(Online(clientId, Now.AddMinutes(-5)))
    {
        ["eventType"] = new("disconnected"),
        ["disconnectReason"] = new("CONNECTION_LOST"),
    };

    private static AttributeValue Number(DateTimeOffset time) => new() { N = $"{time.ToUnixTimeMilliseconds()}" };

    private static string Time(DateTimeOffset time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z";

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
