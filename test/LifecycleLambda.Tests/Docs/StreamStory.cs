using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Docs;

/// <summary>
/// Makes the handler write a series of changes to the engine, with each kind of record. Duplicates and stale events in between make
/// no records.
/// </summary>
internal static class StreamStory
{
    private const string ClientId = "sensor-17";

    private static readonly string[] Names =
    [
        "came-online-first", "went-offline", "changed-while-offline", "confirmed-offline", "came-online", "took-over",
        "changed-while-online", "went-offline-later", "went-offline-again", "removed", "went-offline-first",
    ];

    /// <returns>The records of the stream in order, each with the name of its file.</returns>
    internal static async Task<List<(string Name, JsonObject Record)>> WriteAsync(EngineFixture engine)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(retainDays: 90);
        var key = new Dictionary<string, AttributeValue> { ["clientId"] = new(ClientId) };
        var disconnected = Disconnected(7, minute: 42, "CONNECTION_LOST");

        await DeliverAsync(Connected(7, minute: 0), Outcome.Applied);
        await DeliverAsync(Connected(7, minute: 0), engine.Duplicate);
        await DeliverAsync(disconnected, Outcome.Applied);
        await DeliverAsync(Connected(7, minute: 0), Outcome.Stale);
        await TagAsync("Dublin");
        await ConfirmAsync(disconnected, minute: 52);
        await ConfirmAsync(disconnected, minute: 53);
        await DeliverAsync(Connected(8, minute: 60), Outcome.Applied);
        await DeliverAsync(Connected(9, minute: 70), Outcome.Applied);
        await DeliverAsync(Disconnected(8, minute: 70, "DUPLICATE_CLIENTID"), Outcome.Stale);
        await TagAsync("Galway");
        await DeliverAsync(Disconnected(9, minute: 90, "MQTT_KEEP_ALIVE_TIMEOUT"), Outcome.Applied);
        await DeliverAsync(Disconnected(10, minute: 95, "CLIENT_INITIATED_DISCONNECT"), Outcome.Applied);
        await DeliverAsync(Connected(10, minute: 94), Outcome.Stale);
        await engine.Client.DeleteItemAsync(table.Name, key);
        await DeliverAsync(
            Disconnected(3, minute: 96, "CONNECTION_LOST") with { ClientId = "sensor-18", ThingName = null }, Outcome.Applied);

        using var stream = new TableStream(table.Connection);
        var records = await stream.ReadAsync(Cancellation);
        Assert.Equal(Names.Length, records.Count);
        return [.. Names.Zip(records)];

        async Task DeliverAsync(LifecycleEvent lifecycleEvent, Outcome outcome) =>
            Assert.Equal(outcome, await handler.DeliverAsync(lifecycleEvent));

        async Task ConfirmAsync(LifecycleEvent disconnect, double minute)
        {
            using var later = table.Handler(time: new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(At(minute))));
            Assert.Empty(await later.DeliverBatchAsync(Bodies.StreamRecord(disconnect)));
        }

        async Task TagAsync(string site) => await engine.Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = table.Name,
            Key = key,
            UpdateExpression = "SET site = :site",
            ExpressionAttributeValues = new() { [":site"] = new(site) },
        });
    }

    private static LifecycleEvent Connected(long version, double minute) =>
        SampleEvents.Connected(version, At(minute), "session-", ClientId) with
        {
            PrincipalIdentifier = "AIDAEXAMPLE",
            ThingName = ClientId,
            IpAddress = "192.0.2.17",
        };

    private static LifecycleEvent Disconnected(long version, double minute, string reason) =>
        SampleEvents.Disconnected(version, At(minute), "session-", ClientId) with
        {
            PrincipalIdentifier = "AIDAEXAMPLE",
            ThingName = ClientId,
            ClientInitiatedDisconnect = reason is "CLIENT_INITIATED_DISCONNECT",
            DisconnectReason = reason,
        };

    private static long At(double minute) => Noon + Minutes(minute);
}
