using System.Text.Json.Nodes;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Presence;

/// <summary>The stream is the public interface: one record per applied event, none for anything else (DESIGN section 4).</summary>
public sealed class StreamTests(EngineFixture engine)
{
    [Fact]
    public async Task One_record_per_applied_event_with_both_images()
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();

        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Connected(4)));
        Assert.Equal(engine.Duplicate, await handler.DeliverAsync(Connected(4)));
        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Disconnected(3)));
        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Connected(5, Noon + 1000)));
        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Disconnected(5, Noon + 2000)));
        Assert.Equal(engine.Duplicate, await handler.DeliverAsync(Disconnected(5, Noon + 2000)));
        Assert.Equal(Outcome.Stale, await handler.DeliverAsync(Connected(5, Noon + 1000)));

        using var stream = new TableStream(engine.Endpoint, table.Name);
        var records = await stream.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["INSERT", "MODIFY", "MODIFY"], records.Select(record => record["eventName"]!.GetValue<string>()));
        Assert.Equal([null, "connected 4", "connected 5"], records.Select(record => State(record, "OldImage")));
        Assert.Equal(["connected 4", "connected 5", "disconnected 5"], records.Select(record => State(record, "NewImage")));
        Assert.All(records, record => Assert.Equal("NEW_AND_OLD_IMAGES", record["dynamodb"]!["StreamViewType"]!.GetValue<string>()));
    }

    private static string? State(JsonObject record, string image) =>
        record["dynamodb"]![image] is { } item ? $"{item["eventType"]!["S"]} {item["versionNumber"]!["N"]}" : null;
}
