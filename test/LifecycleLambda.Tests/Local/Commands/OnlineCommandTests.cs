using Amazon.DynamoDBv2.Model;
using static LifecycleLambda.Tests.Local.Commands.ClientsOfEachKind;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class OnlineCommandTests(EngineFixture engine)
{
    private const string Unreadable = "unreadable since                       foreign  timestamp is not a time in milliseconds";

    [Theory]
    [InlineData("gate-1 sensor-1 sensor-2")]
    [InlineData("sensor-1 sensor-2", "--prefix", "sensor-")]
    [InlineData("sensor-2", "--for", "2h")]
    [InlineData("gate-1 sensor-1 sensor-2", "--for", "1s", "--segments", "3")]
    [InlineData("sensor-3 sensor-4", "--offline")]
    [InlineData("sensor-4", "--confirmed-offline")]
    [InlineData("", "--offline", "--prefix", "gate")]
    public async Task Options_filter_the_clients(string clients, params string[] options)
    {
        var result = await RunAsync(engine, ["online", "--json", .. options]);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Errors);
        Assert.Equal(clients, string.Join(' ', result.Json.Select(line => $"{line["clientId"]}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Online_clients_are_listed_without_personal_data()
    {
        var result = await RunAsync(engine, "online");

        Assert.Equal(3, result.Lines.Length);
        Assert.Contains($"online   since {Now.AddHours(-3):u}  sensor-2", result.Lines);
        Secrets.AssertNoneIn(result.Output);
    }

    [Fact]
    public async Task Offline_clients_are_listed_with_their_reason()
    {
        var result = await RunAsync(engine, "online", "--offline");

        Assert.Contains($"offline  since {Now.AddMinutes(-5):u}  sensor-3  CONNECTION_LOST", result.Lines);
        Assert.Contains($"offline  since {Now.AddMinutes(-5):u}  sensor-4  CONNECTION_LOST, confirmed", result.Lines);
        Secrets.AssertNoneIn(result.Output);
    }

    [Fact]
    public async Task Option_personal_adds_the_personal_data()
    {
        var result = await RunAsync(engine, "online", "--personal", "--prefix", "sensor-2");

        Assert.Equal([$"online   since {Now.AddHours(-3):u}  sensor-2  {Secrets.Address}  {Secrets.Principal}"], result.Lines);
    }

    [Fact]
    public async Task Option_limit_ends_the_list() => Assert.Equal(2, (await RunAsync(engine, "online", "--limit", "2")).Lines.Length);

    [Theory]
    [InlineData("confirmed offline 1\nknown 6\n", "--confirmed-offline")]
    [InlineData("online 2\nknown 4\n", "--prefix", "sensor-")]
    [InlineData("{\"online\":3,\"known\":6}\n", "--json", "--segments", "2")]
    public async Task Option_count_prints_the_numbers(string output, params string[] options) =>
        Assert.Equal(output, (await RunAsync(engine, ["online", "--count", .. options])).Output);

    [Theory]
    [InlineData(Unreadable, "online", "--prefix", "foreign")]
    [InlineData(Unreadable, "online", "--for", "2h", "--prefix", "f")]
    [InlineData("online 3\nknown 7\nunreadable 1", "online", "--count")]
    [InlineData("{\"online\":0,\"known\":1,\"unreadable\":1}", "online", "--count", "--json", "--prefix", "foreign")]
    [InlineData("", "online", "--offline", "--prefix", "foreign")]
    [InlineData("foreign has an unreadable item: timestamp is not a time in milliseconds.\n  version            7", "show", "foreign")]
    public async Task Unreadable_item_is_one_row_that_names_the_attribute(string expected, params string[] command)
    {
        var table = await FillAsync(engine);
        await table.PutAsync(new()
        {
            ["clientId"] = new("foreign"),
            ["eventType"] = new("connected"),
            ["timestamp"] = new() { N = "1764000000000000000" },
            ["versionNumber"] = new() { N = "7" },
        });

        var result = await LocalProgram.RunAsync("", [.. command, .. table.Options]);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Errors);
        Assert.Equal(expected, result.Output.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("online")]
    [InlineData("show", "sensor-1")]
    public async Task Missing_table_is_not_created(params string[] command)
    {
        var result = await LocalProgram.RunAsync("", [.. command, .. new TestTable(engine, "no-such-table").Options]);

        result.AssertRefused("Can't read table no-such-table");
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => engine.Client.DescribeTableAsync("no-such-table", Cancellation));
    }
}
