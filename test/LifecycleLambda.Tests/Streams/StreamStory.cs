using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Streams;

/// <summary>
/// The life of a client that makes each kind of record once, told by the real handler to the engine. Between the records it
/// delivers what makes none: duplicates and stale events.
/// </summary>
internal sealed class StreamStory(EngineFixture engine, TestTable table)
{
    private const string ClientId = "sensor-17";
    private const string WithoutConnect = "sensor-18";

    /// <summary>Tells the story.</summary>
    /// <returns>The records of the stream in order, each under the name of its file.</returns>
    internal static async Task<List<KeyValuePair<string, JsonObject>>> TellAsync(EngineFixture engine) =>
        await new StreamStory(engine, await engine.CreateTableAsync()).TellAsync();

    private async Task<List<KeyValuePair<string, JsonObject>>> TellAsync()
    {
        using var stream = new TableStream(engine.Endpoint, table.Name);
        var records = new List<KeyValuePair<string, JsonObject>>();

        await DeliverAsync(Connected(7, minute: 0), Outcome.Applied);
        await NextAsync("came-online-first");
        await DeliverAsync(Connected(7, minute: 0), engine.Duplicate);
        await DeliverAsync(Disconnected(7, minute: 42, "CONNECTION_LOST"), Outcome.Applied);
        var disconnect = await NextAsync("went-offline");
        await DeliverAsync(Connected(7, minute: 0), Outcome.Stale);
        await TagAsync("Dublin");
        await NextAsync("changed-while-offline");
        await ConfirmAsync(disconnect, minute: 52);
        await NextAsync("confirmed-offline");
        await ConfirmAsync(disconnect, minute: 53);
        await DeliverAsync(Connected(8, minute: 60), Outcome.Applied);
        await NextAsync("came-online");
        await DeliverAsync(Connected(9, minute: 70), Outcome.Applied);
        await NextAsync("took-over");
        await DeliverAsync(Disconnected(8, minute: 70, "DUPLICATE_CLIENTID"), Outcome.Stale);
        await TagAsync("Galway");
        await NextAsync("changed-while-online");
        await DeliverAsync(Disconnected(9, minute: 90, "MQTT_KEEP_ALIVE_TIMEOUT"), Outcome.Applied);
        await NextAsync("went-offline-later");
        await DeliverAsync(Disconnected(10, minute: 95, "CLIENT_INITIATED_DISCONNECT"), Outcome.Applied);
        await NextAsync("went-offline-again");
        await DeliverAsync(Connected(10, minute: 94), Outcome.Stale);
        await RemoveAsync();
        await NextAsync("removed");
        await DeliverAsync(Disconnected(3, minute: 96, "CONNECTION_LOST") with { ClientId = WithoutConnect, ThingName = null }, Outcome.Applied);
        await NextAsync("went-offline-first");

        Assert.Empty(await stream.ReadAsync(TestContext.Current.CancellationToken));
        return records;

        async Task<JsonObject> NextAsync(string name)
        {
            var record = Assert.Single(await stream.ReadAsync(TestContext.Current.CancellationToken));
            records.Add(new(name, record));
            return record;
        }
    }

    private async Task DeliverAsync(LifecycleEvent lifecycleEvent, Outcome outcome)
    {
        using var handler = table.Handler(retainDays: 90);
        Assert.Equal(outcome, await handler.DeliverAsync(lifecycleEvent));
    }

    // As the pipe does it: the record is the body of an SQS message.
    private async Task ConfirmAsync(JsonObject disconnect, double minute)
    {
        using var handler = table.Handler(time: new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(At(minute))), retainDays: 90);
        var batch = Bodies.Batch(disconnect.ToJsonString());
        var answer = await handler.HandleAsync(batch, "request", TestContext.Current.CancellationToken);
        Assert.Empty(SqsEvent.FailedIds(answer)!);
    }

    private async Task TagAsync(string site) => await engine.Client.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = table.Name,
        Key = Key(),
        UpdateExpression = "SET site = :site",
        ExpressionAttributeValues = new() { [":site"] = new(site) },
    });

    private async Task RemoveAsync() => await engine.Client.DeleteItemAsync(table.Name, Key());

    private static Dictionary<string, AttributeValue> Key() => new() { ["clientId"] = new(ClientId) };

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

    private static long At(double minute) => SampleEvents.Noon + SampleEvents.Minutes(minute);
}
