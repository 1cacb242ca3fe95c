using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Local.Commands;

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
        Assert.Contains($"online   since {Now.AddHours(-3):u}  sensor-2", Lines(online));
        Assert.Contains($"offline  since {Now.AddMinutes(-5):u}  sensor-3  CONNECTION_LOST", Lines(offline));
        Assert.Contains($"offline  since {Now.AddMinutes(-5):u}  sensor-4  CONNECTION_LOST, confirmed", Lines(offline));
        Assert.DoesNotContain(Secrets.Address, online + offline, StringComparison.Ordinal);
        Assert.Equal($"online   since {Now.AddHours(-3):u}  sensor-2  {Secrets.Address}  {Secrets.Principal}", Assert.Single(Lines(personal)));
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
    [InlineData("unreadable since                       foreign  timestamp is not a time in milliseconds", "online", "--prefix", "foreign")]
    [InlineData("unreadable since                       foreign  timestamp is not a time in milliseconds", "online", "--for", "2h", "--prefix", "f")]
    [InlineData("online 3\nknown 7\nunreadable 1", "online", "--count")]
    [InlineData("{\"online\":0,\"known\":1,\"unreadable\":1}", "online", "--count", "--json", "--prefix", "foreign")]
    [InlineData("", "online", "--offline", "--prefix", "foreign")]
    [InlineData("foreign has an unreadable item: timestamp is not a time in milliseconds.\n  version            7", "show", "foreign")]
    public async Task Foreign_item_is_one_row_that_names_the_attribute(string expected, params string[] command)
    {
        var table = await FillAsync();
        await table.PutAsync(new()
        {
            ["clientId"] = new("foreign"),
            ["eventType"] = new("connected"),
            ["timestamp"] = new() { N = "1764000000000000000" },
            ["versionNumber"] = new() { N = "7" },
        });

        var (exitCode, output, errors) = await LocalProgram.RunAsync("", [.. command, .. table.Options]);

        Assert.Equal((0, "", expected), (exitCode, errors, output.TrimEnd('\n')));
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
        Assert.StartsWith($"sensor-4 is offline since {Now.AddMinutes(-5):u} (", output, StringComparison.Ordinal);
        Assert.Contains($"), connection lost, confirmed {Now:u}.", output, StringComparison.Ordinal);
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

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        await LocalProgram.RunAsync("", [.. arguments, .. (await FillAsync()).Options]);

    private async Task<TestTable> FillAsync()
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

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
