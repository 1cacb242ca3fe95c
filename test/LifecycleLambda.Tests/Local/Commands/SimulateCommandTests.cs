using LifecycleLambda.Local.Pipes;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Docs;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class SimulateCommandTests(EngineFixture engine)
{
    [Fact]
    public async Task Every_client_is_right_where_a_plain_version_guard_is_not()
    {
        var table = await engine.CreateTableAsync();

        var (exitCode, output, _) = await LocalProgram.RunAsync(
            "",
            ["simulate", "--clients", "60", "--seed", "5", "--duplicates", "0.3", "--loss", "0.1", "--shuffle", "--concurrency", "4", "--json", .. table.Options]);

        Assert.Equal(0, exitCode);
        var result = JsonDocument.Parse(output).RootElement;
        Assert.Equal((60, 60), (result.GetProperty("clients").GetInt32(), result.GetProperty("right").GetInt32()));
        Assert.InRange(result.GetProperty("plainVersionGuardShare").GetDouble(), 0.2, 0.9);
        Assert.Equal(
            result.GetProperty("deliveries").GetInt32(),
            result.GetProperty("outcomes").EnumerateObject().Sum(outcome => outcome.Value.GetInt32()));
        Assert.Equal(60, (await table.ItemsAsync()).Count);
    }

    [Fact]
    public async Task The_event_bus_gets_each_change_once_as_documented()
    {
        var table = await engine.CreateTableAsync();

        var (exitCode, output, _) = await LocalProgram.RunAsync(
            "", ["simulate", "--clients", "20", "--confirm-after", "300", "--events", "--json", .. table.Options]);

        Assert.Equal(0, exitCode);
        List<JsonObject> lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        var (report, events) = (lines[^1], lines[..^1]);
        var picked = StreamFiles.BusPatterns.ToDictionary(
            pattern => pattern.Key, pattern => events.Where(sent => EventPattern.Matches(pattern.Value, sent)).ToList());

        // Of no kind are the takeovers and the second disconnects.
        Assert.Equal((int)report["outcomes"]!["Applied"]! + (int)report["outcomes"]!["Confirmed"]!, events.Count);
        Assert.Equal(picked.Values.Sum(kind => kind.Count), picked.Values.SelectMany(kind => kind).Distinct().Count());
        Assert.All(picked, kind => Assert.Equal(kind.Value.Count, (int)report["busEvents"]![kind.Key]!));
        var confirmed = picked["device-confirmed-offline"];
        Assert.Equal((int)report["outcomes"]!["Confirmed"]!, confirmed.Count);
        Assert.Distinct(confirmed.Select(sent => $"{sent["detail"]!["clientId"]} {sent["detail"]!["sessionIdentifier"]}"));

        // A client's last event says what its item says.
        var documented = StreamFiles.BusEvents["confirmed-offline"]["detail"]!.AsObject().Select(field => field.Key);
        var items = await table.ItemsAsync();
        var last = events.Select(sent => sent["detail"]!.AsObject()).GroupBy(detail => $"{detail["clientId"]}").Select(client => client.Last()).ToList();
        Assert.Equal(20, last.Count);
        Assert.All(last, detail =>
        {
            var item = items[$"{detail["clientId"]}"];
            Assert.Equal(documented, detail.Select(field => field.Key));
            Assert.Equal(
                (item["eventType"].S, item["timestamp"].N, item.GetValueOrDefault("offlineConfirmedAt")?.N ?? ""),
                ($"{detail["eventType"]}", $"{detail["timestamp"]}", $"{detail["offlineConfirmedAt"]}"));
            Assert.DoesNotContain(item["principalIdentifier"].S, output, StringComparison.Ordinal);
            Assert.DoesNotContain(item["ipAddress"].S, output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Same_seed_gives_the_same_fleet_and_the_last_event_is_never_lost()
    {
        var options = new FleetOptions(Clients: 50, Seed: 9, Duplicates: 0.2, Loss: 1, Shuffle: true);
        var fleet = Fleet.Generate(options);

        Assert.Equal(fleet.Deliveries, Fleet.Generate(options).Deliveries);
        Assert.NotEqual(fleet.Deliveries, Fleet.Generate(options with { Seed = 10 }).Deliveries);
        Assert.Equal([.. fleet.Truth], fleet.Deliveries.Select(delivery => delivery.Event).Distinct().OrderBy(delivered => delivered.ClientId));
    }
}
