using System.Threading.Channels;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Broker;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace LifecycleLambda.Tests.Broker;

/// <summary>Real MQTT clients, and what the table says about them.</summary>
public sealed class BrokerTests(EngineFixture engine)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_client_that_says_goodbye(MqttProtocolVersion version)
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var client = await broker.ConnectAsync("device", version);
        await broker.NextAsync(IsConnect);
        await AssertStateAsync(broker, "connected", version: 0);

        await client.DisconnectAsync(cancellationToken: Cancelled);
        await broker.NextAsync(IsDisconnect);

        await AssertStateAsync(broker, "disconnected", version: 0, "CLIENT_INITIATED_DISCONNECT");
        var item = await broker.Table.GetAsync("device");
        Assert.Equal("127.0.0.1", item!["ipAddress"].S);
        Assert.True(item["clientInitiatedDisconnect"].BOOL);
    }

    [Theory]
    [InlineData(0, "CONNECTION_LOST")]
    [InlineData(60, "CONNECTION_LOST")]
    [InlineData(1, "MQTT_KEEP_ALIVE_TIMEOUT")]
    public async Task A_client_that_says_nothing_more(byte keepAlive, string reason)
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var socket = await broker.ConnectSilentAsync("device", keepAlive);
        await broker.NextAsync(IsConnect);

        // Otherwise it stays until the broker closes the connection.
        if (reason is "CONNECTION_LOST")
        {
            socket.Close(timeout: 0);
        }

        await broker.NextAsync(IsDisconnect);

        await AssertStateAsync(broker, "disconnected", version: 0, reason);
    }

    [Fact]
    public async Task A_takeover_ends_the_old_session_and_the_client_stays_connected()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        await broker.ConnectSilentAsync("device", keepAlive: 60);
        await broker.NextAsync(IsConnect);

        var client = await broker.ConnectAsync("device");
        // In whichever order they are delivered.
        LifecycleEvent[] events = [await broker.NextAsync(), await broker.NextAsync()];

        var (connect, disconnect) = (events.Single(IsConnect), events.Single(IsDisconnect));
        Assert.Equal(("DUPLICATE_CLIENTID", 0), (disconnect.DisconnectReason, disconnect.VersionNumber));
        await AssertStateAsync(broker, "connected", connect.VersionNumber);
        Assert.Equal(connect.SessionIdentifier, (await broker.Table.GetAsync("device"))!["sessionIdentifier"].S);

        // The old session does not end again.
        await client.DisconnectAsync(cancellationToken: Cancelled);
        Assert.Equal(connect.SessionIdentifier, (await broker.NextAsync()).SessionIdentifier);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(3599, false)]
    [InlineData(3600, true)]
    public async Task A_client_that_comes_back_is_online_whether_its_version_starts_again_or_not(int secondsAway, bool startsAgain)
    {
        // In the past: an event from the future would be refused.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-9));
        await using var broker = await BrokerUnderTest.StartAsync(engine, new BrokerOptions { Time = time });
        for (var session = 0; session < 3; session++)
        {
            var client = await broker.ConnectAsync("device");
            time.Advance(TimeSpan.FromHours(2));
            await client.DisconnectAsync(cancellationToken: Cancelled);
            await broker.NextAsync(IsDisconnect);
        }

        time.Advance(TimeSpan.FromSeconds(secondsAway));
        await broker.ConnectAsync("device");
        // An earlier connect can be delivered after its disconnect.
        var connect = await broker.NextAsync(latest => latest.Timestamp >= time.GetUtcNow().ToUnixTimeMilliseconds());

        Assert.Equal(startsAgain, connect.VersionNumber is 0);
        await AssertStateAsync(broker, "connected", connect.VersionNumber);
    }

    [Fact]
    public async Task Subscribers_get_the_events_and_a_subscription_to_everything_does_not()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var events = await SubscribeAsync(broker, "watcher#", "$aws/events/presence/connected/#", "$aws/events/presence/disconnected/#");
        var everything = await SubscribeAsync(broker, "everything#", "#", "+/events/presence/#");

        var client = await broker.ConnectAsync("hall/lamp");
        await client.PublishStringAsync("hall/lamp/state", "on", cancellationToken: Cancelled);
        await client.DisconnectAsync(cancellationToken: Cancelled);

        var connected = await NextAsync(events, "$aws/events/presence/connected/hall/lamp");
        Assert.Contains("\"clientId\":\"hall/lamp\"", connected.ConvertPayloadToString(), StringComparison.Ordinal);
        await NextAsync(events, "$aws/events/presence/disconnected/hall/lamp");
        await NextAsync(everything, "hall/lamp/state");
        await (await broker.ConnectAsync("marker#")).PublishStringAsync("marker", cancellationToken: Cancelled);
        await NextAsync(everything, "marker");
    }

    [Fact]
    public async Task Nobody_forges_an_event()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var events = await SubscribeAsync(broker, "watcher#", "$aws/events/#");

        var forger = await broker.ConnectAsync("forger", configure: options => options
            .WithWillTopic("$aws/events/presence/connected/victim").WithWillPayload("{}").WithWillRetain());
        await NextAsync(events, "$aws/events/presence/connected/forger");
        var answer = await forger.PublishStringAsync(
            "$aws/events/presence/connected/victim", "{}", MqttQualityOfServiceLevel.AtLeastOnce, retain: true, cancellationToken: Cancelled);
        forger.Dispose();

        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, answer.ReasonCode);
        await NextAsync(events, "$aws/events/presence/disconnected/forger");
        await broker.ConnectAsync("last");
        await NextAsync(events, "$aws/events/presence/connected/last");
        Assert.Null(await broker.Table.GetAsync("victim"));
    }

    [Fact]
    public async Task Client_ids_as_AWS_takes_them()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        await broker.ConnectAsync(new string('x', 128));
        Assert.False((await broker.ConnectAsync(new string('x', 129))).IsConnected);
        await broker.ConnectAsync("hidden#", MqttProtocolVersion.V311);
        await broker.ConnectAsync("hidden+");
        await broker.ConnectAsync("", MqttProtocolVersion.V311);
        await broker.ConnectAsync("", MqttProtocolVersion.V500);

        string[] clients = [(await broker.NextAsync()).ClientId, (await broker.NextAsync()).ClientId, (await broker.NextAsync()).ClientId];

        Assert.Equal(["auto-", "auto-", "xxxxx"], clients.Select(client => client[..5]).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await broker.Table.ItemsAsync()).Count);
    }

    [Fact]
    public async Task Two_hundred_flapping_clients_end_right_in_spite_of_duplicates_shuffling_and_a_clock_that_is_off()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-30));
        var options = new BrokerOptions
        {
            Duplicates = 0.5,
            Shuffle = true,
            Delay = TimeSpan.FromMilliseconds(50),
            ClockError = TimeSpan.FromMinutes(2),
            Time = time,
        };
        await using var broker = await BrokerUnderTest.StartAsync(engine, options);
        var events = await SubscribeAsync(broker, "watcher#", "$aws/events/presence/#");
        var clients = new IMqttClient[200];
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Cancelled, async (client, _) => clients[client] = await FlapAsync(broker, client));

        // Whoever was cut off is noticed a moment later, and what happens then has deliveries of its own.
        var delivery = (Task)broker.NextAsync();
        var message = (Task)events.ReadAsync(Cancelled).AsTask();
        while (!Online(broker).SetEquals(Enumerable.Range(0, 100).Select(client => $"device-{client * 2}"))
            || broker.Run.WrongIn((await broker.Table.ItemsAsync()).Values).Count > 0)
        {
            await ComeBackAsync(broker, clients);
            time.Advance(TimeSpan.FromSeconds(10));
            await await Task.WhenAny(delivery, message);
            delivery = delivery.IsCompleted ? broker.NextAsync() : delivery;
            message = message.IsCompleted ? events.ReadAsync(Cancelled).AsTask() : message;
        }

        Assert.Equal(200, broker.Run.Truth.Count);

        await broker.Run.EndAsync();
        var items = await broker.Table.ItemsAsync();
        Assert.Empty(broker.Run.WrongIn(items.Values));
        Assert.Equal(100, items.Values.Count(item => item["disconnectReason"].S is "SERVER_INITIATED_DISCONNECT"));
    }

    private static bool IsConnect(LifecycleEvent lifecycleEvent) => lifecycleEvent.EventType is LifecycleEventType.Connected;

    private static bool IsDisconnect(LifecycleEvent lifecycleEvent) => !IsConnect(lifecycleEvent);

    private static HashSet<string> Online(BrokerUnderTest broker) => [.. broker.Run.Truth.Where(IsConnect).Select(latest => latest.ClientId)];

    // Putting a cut-off session away, MQTTnet's server can close the connection that came after it: its client comes back, as a device does.
    private static async Task ComeBackAsync(BrokerUnderTest broker, IMqttClient[] clients)
    {
        var online = Online(broker);
        for (var client = 0; client < clients.Length; client += 2)
        {
            if (!online.Contains($"device-{client}") && !await clients[client].TryPingAsync(Cancelled))
            {
                clients[client] = await broker.ConnectAsync($"device-{client}");
            }
        }
    }

    // The clients with an even number stay in the end.
    private static async Task<IMqttClient> FlapAsync(BrokerUnderTest broker, int client)
    {
        for (var session = 0; session < 4; session++)
        {
            var connection = await broker.ConnectAsync($"device-{client}");
            // One says goodbye, one is cut off, one is taken over by the next.
            if ((client + session) % 3 is 0)
            {
                await connection.DisconnectAsync(cancellationToken: Cancelled);
            }
            else if ((client + session) % 3 is 1)
            {
                connection.Dispose();
            }
        }

        var last = await broker.ConnectAsync($"device-{client}");
        if (client % 2 is 1)
        {
            last.Dispose();
        }

        return last;
    }

    private static async Task AssertStateAsync(BrokerUnderTest broker, string eventType, long version, string? reason = null)
    {
        var item = await broker.Table.GetAsync("device");
        Assert.Equal(
            (eventType, $"{version}", reason),
            (item!["eventType"].S, item["versionNumber"].N, item.GetValueOrDefault("disconnectReason")?.S));
    }

    private static async Task<ChannelReader<MqttApplicationMessage>> SubscribeAsync(BrokerUnderTest broker, string clientId, params string[] filters)
    {
        var messages = Channel.CreateUnbounded<MqttApplicationMessage>();
        var client = await broker.ConnectAsync(clientId);
        client.ApplicationMessageReceivedAsync += received => messages.Writer.WriteAsync(received.ApplicationMessage).AsTask();
        foreach (var filter in filters)
        {
            await client.SubscribeAsync(filter, cancellationToken: Cancelled);
        }

        return messages.Reader;
    }

    private static async Task<MqttApplicationMessage> NextAsync(ChannelReader<MqttApplicationMessage> messages, string topic)
    {
        var message = await messages.ReadAsync(Cancelled);
        Assert.Equal(topic, message.Topic);
        return message;
    }
}
