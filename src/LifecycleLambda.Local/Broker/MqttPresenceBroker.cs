using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Simulation;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace LifecycleLambda.Local.Broker;

/// <summary>The MQTT broker: tells the sessions who connects and disconnects, and publishes lifecycle events to its subscribers.</summary>
internal sealed class MqttPresenceBroker : IAsyncDisposable
{
    private const string Events = "$aws/events/";

    /// <summary>The longest client id that AWS IoT Core takes, in bytes.</summary>
    private const int LongestClientId = 128;

    private readonly ClientSessions _sessions;
    private readonly TimeProvider _time;
    private readonly MqttServerOptions _options;
    private readonly MqttServer _server;

    // By the end point's reference: MQTTnet hands over the same one for each event of a connection, and nothing else tells
    // connections of one client id apart.
    private readonly ConditionalWeakTable<EndPoint, ClientConnection> _connections = [];

    private MqttPresenceBroker(IPAddress address, int port, ClientSessions sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
        _options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(address.AddressFamily is AddressFamily.InterNetwork ? address : IPAddress.None)
            .WithDefaultEndpointBoundIPV6Address(address.AddressFamily is AddressFamily.InterNetworkV6 ? address : IPAddress.None)
            .WithDefaultEndpointPort(port)
            // A client that reads nothing any more must not hold up the end.
            .WithDefaultCommunicationTimeout(TimeSpan.FromSeconds(5))
            .Build();
        // The last words to a client are sent before its connection is closed.
        _options.DefaultEndpointOptions.LingerState = null;
        _options.KeepAliveOptions.MonitorInterval = TimeSpan.FromMilliseconds(100);
        _server = new MqttServerFactory().CreateMqttServer(_options);
        _server.ValidatingConnectionAsync += Handler<ValidatingConnectionEventArgs>(Validate);
        _server.ClientConnectedAsync += Handler<ClientConnectedEventArgs>(Connected);
        _server.InterceptingInboundPacketAsync += Handler<InterceptingPacketEventArgs>(PacketArrived);
        _server.ClientDisconnectedAsync += Handler<ClientDisconnectedEventArgs>(Disconnected);
        _server.InterceptingPublishAsync += Handler<InterceptingPublishEventArgs>(Intercept);
    }

    internal int Port => _options.DefaultEndpointOptions.Port;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="UserErrorException">The broker cannot listen at the port.</exception>
    internal static async Task<MqttPresenceBroker> StartAsync(IPAddress address, int port, ClientSessions sessions, TimeProvider time)
    {
        var broker = new MqttPresenceBroker(address, port, sessions, time);
        try
        {
            await broker._server.StartAsync();
            return broker;
        }
        catch (SocketException exception)
        {
            await broker.DisposeAsync();
            var advice = exception.SocketErrorCode is SocketError.AddressAlreadyInUse ? " Another one: --port N; any that is free: --port 0." : "";
            throw new UserErrorException($"The broker cannot listen at {address}, port {port}: {exception.Message}.{advice}", exception);
        }
    }

    /// <summary>Publishes an event to whoever subscribes to its topic.</summary>
    internal Task PublishAsync(LifecycleEvent lifecycleEvent)
    {
        var message = new MqttApplicationMessageBuilder()
            .WithTopic($"{Events}presence/{(lifecycleEvent.EventType is LifecycleEventType.Connected ? "connected" : "disconnected")}/{lifecycleEvent.ClientId}")
            .WithPayload(lifecycleEvent.ToJson())
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        return _server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message));
    }

    /// <summary>Disconnects every client and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    private void Validate(ValidatingConnectionEventArgs connection)
    {
        if (string.IsNullOrEmpty(connection.ClientId) && connection.CleanSession is true)
        {
            // MQTTnet takes a client without an id in MQTT 5 only.
            connection.AssignedClientIdentifier = $"auto-{Guid.NewGuid()}";
            ConnectPacket(connection).ClientId = connection.AssignedClientIdentifier;
        }
        else if (Encoding.UTF8.GetByteCount(connection.ClientId ?? "") is 0 or > LongestClientId)
        {
            connection.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            return;
        }

        _connections.Add(
            connection.RemoteEndPoint, new ClientConnection(_sessions, TimeSpan.FromSeconds(connection.KeepAlivePeriod ?? 0), _time));
    }

    private void Connected(ClientConnectedEventArgs client) =>
        Connection(client.RemoteEndPoint)?.Begin(client.ClientId, (client.RemoteEndPoint as IPEndPoint)?.Address.ToString());

    private void PacketArrived(InterceptingPacketEventArgs arrived)
    {
        var connection = Connection(arrived.RemoteEndPoint);
        connection?.PacketArrived();
        if (arrived.Packet is MqttDisconnectPacket)
        {
            // MQTTnet tells of it only after it has put the session away, when the client may have connected again.
            connection?.End(DisconnectReason.ClientInitiated);
        }
    }

    private void Disconnected(ClientDisconnectedEventArgs client) =>
        Connection(client.RemoteEndPoint)?.End(client.DisconnectType is MqttClientDisconnectType.Takeover ? DisconnectReason.DuplicateClientId : null);

    private void Intercept(InterceptingPublishEventArgs publish)
    {
        // Lifecycle events are the broker's own: nobody forges one, neither by a message nor by a will.
        if (publish.ApplicationMessage.Topic?.StartsWith(Events, StringComparison.Ordinal) is true
            && !ReferenceEquals(publish.SessionItems, _server.ServerSessionItems))
        {
            publish.ProcessPublish = false;
            publish.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        }
    }

    private ClientConnection? Connection(EndPoint endPoint) => _connections.TryGetValue(endPoint, out var connection) ? connection : null;

    private static Func<T, Task> Handler<T>(Action<T> handle) => arguments =>
    {
        handle(arguments);
        return Task.CompletedTask;
    };

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connectPacket")]
    private static extern ref MqttConnectPacket ConnectPacket(ValidatingConnectionEventArgs connection);
}
