using System.Text.Json;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Local;

public sealed class SimulateCommandTests(EngineFixture engine)
{
    [Fact]
    public async Task Every_client_is_right_where_a_plain_version_guard_is_not()
    {
        var table = await engine.CreateTableAsync();

        var (exitCode, output, _) = await LocalProgram.RunAsync(
            "", "simulate", "--clients", "60", "--seed", "5", "--duplicates", "0.3", "--loss", "0.1", "--shuffle", "--concurrency", "4",
            "--json", "--endpoint", engine.Endpoint.ToString(), "--table", table.Name);

        Assert.Equal(0, exitCode);
        var result = JsonDocument.Parse(output).RootElement;
        Assert.Equal((60, 60), (result.GetProperty("clients").GetInt32(), result.GetProperty("right").GetInt32()));
        Assert.InRange(result.GetProperty("plainVersionGuardShare").GetDouble(), 0.2, 0.9);
        Assert.Equal(
            result.GetProperty("deliveries").GetInt32(),
            result.GetProperty("outcomes").EnumerateObject().Sum(outcome => outcome.Value.GetInt32()));
        Assert.Equal(60, (await table.ItemsAsync()).Count);
    }

    [Theory]
    [InlineData("--clients", "0")]
    [InlineData("--duplicates", "1.5")]
    [InlineData("--loss", "-0.1")]
    [InlineData("--loss", "much")]
    [InlineData("--concurrency", "none")]
    [InlineData("--confirm-after", "0")]
    [InlineData("--confirm-after", "soon")]
    public async Task Option_out_of_range_is_named(string option, string value)
    {
        var (exitCode, _, errors) = await LocalProgram.RunAsync("", "simulate", option, value);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(option, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_in_the_wrong_state_is_found()
    {
        var fleet = Fleet.Generate(new FleetOptions(Clients: 3));
        var items = fleet.Truth.Select(truth => new Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>
        {
            ["clientId"] = new(truth.ClientId),
            ["eventType"] = new(truth.Type is LifecycleLambda.Events.LifecycleEventType.Connected ? "connected" : "disconnected"),
            ["versionNumber"] = new() { N = $"{truth.VersionNumber}" },
            ["sessionIdentifier"] = new(truth.SessionIdentifier),
        }).ToList();
        var result = new FleetResult(fleet, new RunOptions(), new OutcomeTally(), TimeSpan.FromSeconds(1));
        Assert.Empty(result.Judge(items).Wrong);

        items[0]["eventType"] = new(items[0]["eventType"].S is "connected" ? "disconnected" : "connected");
        items[1]["sessionIdentifier"] = new("another");
        items.RemoveAt(2);

        Assert.Equal(["device-000000", "device-000001", "device-000002"], result.Judge(items).Wrong);
    }

    [Fact]
    public void Same_seed_gives_the_same_fleet_and_the_last_event_is_never_lost()
    {
        var options = new FleetOptions(Clients: 50, Seed: 9, Duplicates: 0.2, Loss: 1, Shuffle: true);
        var fleet = Fleet.Generate(options);

        Assert.Equal(fleet.Deliveries, Fleet.Generate(options).Deliveries);
        Assert.NotEqual(fleet.Deliveries, Fleet.Generate(options with { Seed = 10 }).Deliveries);
        Assert.Equal([.. fleet.Truth], fleet.Deliveries.Select(delivery => delivery.Event).Distinct().OrderBy(delivery => delivery.Client));
    }
}
