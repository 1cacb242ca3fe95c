using System.Globalization;
using System.Threading.Channels;
using LifecycleLambda.Local.Broker;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace LifecycleLambda.Tests.Local.Broker;

public sealed class BrokerRunTests(EngineFixture engine)
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Disconnect_packet_ends_the_session_as_CLIENT_INITIATED_DISCONNECT(MqttProtocolVersion version)
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var client = await broker.ConnectAsync("device", version);
        await broker.NextAsync(IsConnect);

        await client.DisconnectAsync(cancellationToken: Cancellation);

        await AssertEndAsync(broker, "CLIENT_INITIATED_DISCONNECT");
        var item = await broker.Table.GetAsync("device");
        Assert.Equal("127.0.0.1", item!["ipAddress"].S);
        Assert.True(item["clientInitiatedDisconnect"].BOOL);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Broken_connection_ends_the_session_as_CONNECTION_LOST(byte keepAlive)
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var socket = await broker.ConnectSilentAsync("device", keepAlive);

        socket.Close(timeout: 0);

        await AssertEndAsync(broker, "CONNECTION_LOST");
    }

    [Fact]
    public async Task Silent_client_is_disconnected_after_one_and_a_half_times_the_shortest_keep_alive()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine, new BrokerOptions { ShortestKeepAlive = 2 });
        await broker.ConnectSilentAsync("device", keepAlive: 1);
        var connect = await broker.NextAsync();

        await AssertEndAsync(broker, "MQTT_KEEP_ALIVE_TIMEOUT");
        var item = await broker.Table.GetAsync("device");
        Assert.InRange(long.Parse(item!["timestamp"].N, CultureInfo.InvariantCulture) - connect.Timestamp, 2500, long.MaxValue);
    }

    [Fact]
    public async Task MQTT_5_client_receives_the_keep_alive_that_the_broker_uses()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        foreach (var (requested, used) in new[] { (0, 1200), (1, 30), (29, 30), (31, 31), (1199, 1199), (1201, 1200), (65535, 1200) })
        {
            var keepAlive = TimeSpan.FromSeconds(requested);
            var (_, response) = await broker.TryConnectAsync($"{requested}", options => options.WithKeepAlivePeriod(keepAlive));
            Assert.Equal(used, response.ServerKeepAlive);
        }
    }

    public static TheoryData<byte, byte[]> Errors => new()
    {
        // These are a second CONNECT packet in each version of MQTT.
        { 3, BrokerUnderTest.ConnectPacket("device", version: 3) },
        { 4, BrokerUnderTest.ConnectPacket("other") },
        { 5, BrokerUnderTest.ConnectPacket("device", version: 5) },
        // Only a server sends these packets: SUBACK, PINGRESP, AUTH.
        { 4, [0x90, 3, 0, 1, 0] },
        { 4, [0xD0, 0] },
        { 5, [0xF0, 0] },
        // This message is one byte longer than the limit of 128 KiB.
        { 4, [0x30, 0x84, 0x80, 0x08, 0, 1, (byte)'t', .. new byte[(128 * 1024) + 1]] },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Forbidden_packet_ends_the_session_as_CLIENT_ERROR(byte version, byte[] packet)
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var socket = await broker.ConnectSilentAsync("device", keepAlive: 60, version);

        await socket.SendAsync(packet);

        Assert.Empty(await BrokerUnderTest.ReceiveAsync(socket));
        await AssertEndAsync(broker, "CLIENT_ERROR");
    }

    [Fact]
    public async Task Takeover_ends_only_the_old_session()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        await broker.ConnectSilentAsync("device", keepAlive: 60);
        await broker.NextAsync(IsConnect);

        var client = await broker.ConnectAsync("device");
        // The connect and the disconnect can be delivered in any order.
        LifecycleEvent[] events = [await broker.NextAsync(), await broker.NextAsync()];

        var (connect, disconnect) = (events.Single(IsConnect), events.Single(IsDisconnect));
        Assert.Equal("DUPLICATE_CLIENTID", disconnect.DisconnectReason);
        Assert.Equal(0, disconnect.VersionNumber);
        await AssertStateAsync(broker, "connected", connect.VersionNumber);
        Assert.Equal(connect.SessionIdentifier, (await broker.Table.GetAsync("device"))!["sessionIdentifier"].S);

        // The old session does not end again.
        await client.DisconnectAsync(cancellationToken: Cancellation);
        Assert.Equal(connect.SessionIdentifier, (await broker.NextAsync()).SessionIdentifier);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(3599, false)]
    [InlineData(3600, true)]
    public async Task Client_that_reconnects_is_online_even_if_its_version_resets(int secondsAway, bool resets)
    {
        // The clock starts in the past, because the function rejects events from the future.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-9));
        await using var broker = await BrokerUnderTest.StartAsync(engine, new BrokerOptions { Time = time });
        for (var session = 0; session < 3; session++)
        {
            var client = await broker.ConnectAsync("device");
            time.Advance(TimeSpan.FromHours(2));
            await client.DisconnectAsync(cancellationToken: Cancellation);
            await broker.NextAsync(IsDisconnect);
        }

        time.Advance(TimeSpan.FromSeconds(secondsAway));
        await broker.ConnectAsync("device");
        // Earlier connects can still be undelivered.
        var connect = await broker.NextAsync(latest => latest.Timestamp >= time.GetUtcNow().ToUnixTimeMilliseconds());

        Assert.Equal(resets, connect.VersionNumber is 0);
        await AssertStateAsync(broker, "connected", connect.VersionNumber);
    }

    [Fact]
    public async Task Subscribers_receive_only_the_events_of_the_broker()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        var events = await SubscribeAsync(broker, "watcher#", "$aws/events/#");
        var everything = await SubscribeAsync(broker, "everything#", "#", "+/events/presence/#");

        var forger = await broker.ConnectAsync("forger", configure: options => options
            .WithWillTopic("$aws/events/presence/connected/victim").WithWillPayload("{}").WithWillRetain());
        var connected = await NextAsync(events, "$aws/events/presence/connected/forger");
        var response = await forger.PublishStringAsync(
            "$aws/events/presence/connected/victim", "{}", MqttQualityOfServiceLevel.AtLeastOnce, retain: true, Cancellation);
        forger.Dispose();

        Assert.Contains("\"clientId\":\"forger\"", connected.ConvertPayloadToString(), StringComparison.Ordinal);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, response.ReasonCode);
        await NextAsync(events, "$aws/events/presence/disconnected/forger");
        var last = await broker.ConnectAsync("hall/lamp");
        await NextAsync(events, "$aws/events/presence/connected/hall/lamp");
        Assert.Null(await broker.Table.GetAsync("victim"));

        // A subscription to everything doesn't receive events, so the first message is the client's.
        await last.PublishStringAsync("hall/lamp/state", "on", cancellationToken: Cancellation);
        await NextAsync(everything, "hall/lamp/state");
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    [InlineData(5, 0)]
    public async Task Client_without_an_id_receives_a_random_one(byte version, byte flags)
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);

        var (_, response) = await broker.OpenAsync(BrokerUnderTest.ConnectPacket("", version: version, flags: flags));

        var connect = await broker.NextAsync();
        Assert.Matches("^\\$GEN/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", connect.ClientId);
        Assert.Equal(version is 5, Encoding.ASCII.GetString(response).Contains(connect.ClientId, StringComparison.Ordinal));
        Assert.NotNull(await broker.Table.GetAsync(connect.ClientId));
    }

    [Fact]
    public async Task Broker_rejects_the_client_ids_that_AWS_IoT_Core_rejects()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        await broker.ConnectAsync(new string('x', 128));
        foreach (var clientId in (string[])[new string('x', 129), new string('ä', 65), "$GEN/mine"])
        {
            var (_, response) = await broker.TryConnectAsync(clientId);
            Assert.Equal(MqttClientConnectResultCode.ClientIdentifierNotValid, response.ResultCode);
        }

        // Before MQTT 5, a client without an id can't have a persistent session.
        Assert.Empty((await broker.OpenAsync(BrokerUnderTest.ConnectPacket("", flags: 0))).Response);

        await broker.ConnectAsync("hidden#", MqttProtocolVersion.V311);
        await broker.ConnectAsync("hidden+");
        await broker.Run.EndAsync();
        Assert.Single(await broker.Table.ItemsAsync());
    }

    [Fact]
    public async Task Flapping_clients_end_in_their_true_states_despite_duplicates_delays_or_clock_errors()
    {
        var options = new BrokerOptions
        {
            Duplicates = 0.5,
            Shuffle = true,
            Delay = TimeSpan.FromMilliseconds(50),
            ClockError = TimeSpan.FromMinutes(2),
        };
        var clients = Sized(small: 100, full: 200);
        await using var broker = await BrokerUnderTest.StartAsync(engine, options);

        await Parallel.ForEachAsync(Enumerable.Range(0, clients), Cancellation, async (client, _) => await FlapAsync(broker, client));
        await broker.Run.EndAsync();

        var items = await broker.Table.ReadAsync();
        Assert.Equal(clients, items.Count);
        Assert.Empty(broker.Run.WrongIn(items));
        Assert.Contains(items, item => item.Reason is "SERVER_INITIATED_DISCONNECT");
    }

    [Fact]
    public async Task Lost_events_leave_wrong_clients_only_if_the_table_shows_another_state()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine, new BrokerOptions { Loss = 1 });
        using var handler = broker.Table.Handler();
        await handler.DeliverAsync(Connected(version: 7, client: "shown online"));
        foreach (var clientId in (string[])["shown online", "not shown"])
        {
            await broker.ComeAndGoAsync(clientId);
        }

        // The session begins before the broker responds to a ping.
        await (await broker.ConnectAsync("stays to the end")).PingAsync(Cancellation);
        await broker.Run.EndAsync();

        var items = await broker.Table.ReadAsync();
        Assert.Equal(["shown online", "stays to the end"], items.Select(item => item.ClientId).Order());
        Assert.Equal(["shown online"], broker.Run.WrongIn(items));
    }

    [Fact]
    public async Task Repaired_item_is_right_although_it_has_no_session()
    {
        await using var broker = await BrokerUnderTest.StartAsync(engine);
        await broker.ConnectAsync("device");
        await broker.NextAsync();

        var item = (await broker.Table.GetAsync("device"))!;
        item.Remove("sessionIdentifier");
        item["versionNumber"].N = "-1";
        await broker.Table.PutAsync(item);

        Assert.Empty(broker.Run.WrongIn(await broker.Table.ReadAsync()));
    }

    private static bool IsConnect(LifecycleEvent lifecycleEvent) => lifecycleEvent.EventType is LifecycleEventType.Connected;

    private static bool IsDisconnect(LifecycleEvent lifecycleEvent) => !IsConnect(lifecycleEvent);

    private static async Task FlapAsync(BrokerUnderTest broker, int client)
    {
        for (var session = 0; session < 4; session++)
        {
            var connection = await broker.ConnectAsync($"device-{client}");
            // A session ends with a DISCONNECT packet or a broken connection. Every third session is taken over or stays to the end.
            if ((client + session) % 3 is 0)
            {
                await connection.DisconnectAsync(cancellationToken: Cancellation);
            }
            else if ((client + session) % 3 is 1)
            {
                connection.Dispose();
            }
        }
    }

    private static async Task AssertEndAsync(BrokerUnderTest broker, string reason)
    {
        await broker.NextAsync(IsDisconnect);
        await AssertStateAsync(broker, "disconnected", version: 0, reason);
    }

    private static async Task AssertStateAsync(BrokerUnderTest broker, string eventType, long version, string? reason = null)
    {
        var item = (await broker.Table.GetAsync("device"))!;
        Assert.Equal(eventType, item["eventType"].S);
        Assert.Equal($"{version}", item["versionNumber"].N);
        Assert.Equal(reason, item.GetValueOrDefault("disconnectReason")?.S);
    }

    private static async Task<ChannelReader<MqttApplicationMessage>> SubscribeAsync(
        BrokerUnderTest broker, string clientId, params string[] filters)
    {
        var messages = Channel.CreateUnbounded<MqttApplicationMessage>();
        var client = await broker.ConnectAsync(clientId);
        client.ApplicationMessageReceivedAsync += received => messages.Writer.WriteAsync(received.ApplicationMessage).AsTask();
        foreach (var filter in filters)
        {
            await client.SubscribeAsync(filter, cancellationToken: Cancellation);
        }

        return messages.Reader;
    }

    private static async Task<MqttApplicationMessage> NextAsync(ChannelReader<MqttApplicationMessage> messages, string topic)
    {
        var message = await messages.ReadAsync(Cancellation);
        Assert.Equal(topic, message.Topic);
        return message;
    }
}
