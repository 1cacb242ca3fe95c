using LifecycleLambda.Local.Pipes;
using LifecycleLambda.Tests.Docs;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class SimulateCommandTests(EngineFixture engine)
{
    [Fact]
    public async Task Every_client_is_right_although_a_plain_version_guard_is_wrong()
    {
        var (result, table) = await SimulateAsync(
            "--clients", "60", "--seed", "5", "--duplicates", "0.3", "--loss", "0.1", "--shuffle", "--concurrency", "4");

        var report = Assert.Single(result.Json);
        Assert.Equal(60, (int)report["clients"]!);
        Assert.Equal(60, (int)report["right"]!);
        Assert.Equal(60, (await table.ItemsAsync()).Count);
        Assert.InRange((double)report["plainVersionGuardShare"]!, 0.2, 0.9);
        Assert.Equal((int)report["deliveries"]!, report["outcomes"]!.AsObject().Sum(outcome => (int)outcome.Value!));
    }

    [Fact]
    public async Task Every_client_is_right_after_the_repair_of_lost_last_events()
    {
        var (result, table) = await SimulateAsync("--clients", "60", "--loss", "0.1", "--lose-last", "0.5", "--shuffle");

        var report = Assert.Single(result.Json);
        var repaired = (int)report["repaired"]!;
        Assert.Equal(60, (int)report["right"]!);
        Assert.InRange(repaired, 10, 50);
        Assert.Equal(repaired, (int)report["wrongBeforeRepair"]!);
        Assert.Equal(repaired, (await table.ReadAsync()).Count(item => item.Version is -1));
    }

    [Fact]
    public async Task Event_bus_receives_each_change_once()
    {
        var (result, _) = await SimulateAsync("--clients", "20", "--confirm-after", "300", "--events");

        var (events, report) = (result.Json[..^1], result.Json[^1]);
        var (applied, confirmed) = ((int)report["outcomes"]!["Applied"]!, (int)report["outcomes"]!["Confirmed"]!);
        Assert.Equal(applied + confirmed, events.Count);
        // Takeovers and second disconnects match no pattern.
        var matched = StreamFiles.BusPatterns.ToDictionary(
            pattern => pattern.Key, pattern => events.Where(sent => EventPattern.Matches(pattern.Value, sent)).ToList());
        Assert.Distinct(matched.Values.SelectMany(kind => kind));
        Assert.All(matched, kind => Assert.Equal(kind.Value.Count, (int)report["busEvents"]![kind.Key]!));
        Assert.Equal(confirmed, matched["device-confirmed-offline"].Count);
        Assert.Distinct(matched["device-confirmed-offline"].Select(sent => sent["detail"]!)
            .Select(detail => $"{detail["clientId"]} {detail["sessionIdentifier"]}"));
    }

    [Fact]
    public async Task Last_event_of_a_client_on_the_bus_shows_its_item()
    {
        var (result, table) = await SimulateAsync("--clients", "20", "--confirm-after", "300", "--events");

        var documented = StreamFiles.BusEvents["confirmed-offline"]["detail"]!.AsObject().Select(field => field.Key);
        var items = await table.ItemsAsync();
        var last = result.Json[..^1].ToLookup(sent => $"{sent["detail"]!["clientId"]}", sent => sent["detail"]!.AsObject());
        Assert.Equal(20, last.Count);
        Assert.All(last, client =>
        {
            var (item, detail) = (items[client.Key], client.Last());
            Assert.Equal(documented, detail.Select(field => field.Key));
            Assert.Equal(item["eventType"].S, $"{detail["eventType"]}");
            Assert.Equal(item["timestamp"].N, $"{detail["timestamp"]}");
            Assert.Equal(item.GetValueOrDefault("offlineConfirmedAt")?.N ?? "", $"{detail["offlineConfirmedAt"]}");
            Assert.DoesNotContain(item["principalIdentifier"].S, result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(item["ipAddress"].S, result.Output, StringComparison.Ordinal);
        });
    }

    private async Task<(ProgramResult Result, TestTable Table)> SimulateAsync(params string[] options)
    {
        var table = await engine.CreateTableAsync();
        var result = await LocalProgram.RunAsync("", ["simulate", "--json", .. options, .. table.Options]);
        Assert.Equal(0, result.ExitCode);
        return (result, table);
    }
}
