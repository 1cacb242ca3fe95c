using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using LifecycleLambda.Events;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace LifecycleLambda.Local.Broker;

/// <summary>An MQTT broker that reports connects and disconnects to the sessions and publishes lifecycle events.</summary>
internal sealed class MqttPresenceBroker : IAsyncDisposable
{
    private const string Events = "$aws/events/";

    /// <summary>The longest payload that AWS IoT Core accepts, in bytes.</summary>
    private const int LongestPayload = 128 * 1024;

    private readonly BrokerOptions _options;
    private readonly BrokerListeners _listeners;
    private readonly MqttServer _server;

    // The key is the end point's reference: MQTTnet passes the same object with each event of a connection, and nothing else
    // distinguishes the connections of one client id.
    private readonly ConditionalWeakTable<EndPoint, ClientConnection> _connections = [];

    internal MqttPresenceBroker(BrokerPorts ports, BrokerOptions options, Action<string> log)
    {
        _options = options;
        Sessions = new ClientSessions(options);
        _listeners = new BrokerListeners(ports, log);
        _server = _listeners.Server;
        _server.ValidatingConnectionAsync += Handler<ValidatingConnectionEventArgs>(Validate);
        _server.ClientConnectedAsync += Handler<ClientConnectedEventArgs>(Connected);
        _server.InterceptingInboundPacketAsync += Handler<InterceptingPacketEventArgs>(PacketArrived);
        _server.InterceptingOutboundPacketAsync += Handler<InterceptingPacketEventArgs>(PacketLeaves);
        _server.ClientDisconnectedAsync += DisconnectedAsync;
        _server.InterceptingPublishAsync += Handler<InterceptingPublishEventArgs>(Intercept);
    }

    internal BrokerPorts Ports => _listeners.Ports;
    internal ClientSessions Sessions { get; }

    internal Task StartAsync() => _listeners.StartAsync(Sessions);

    internal Task PublishAsync(LifecycleEvent lifecycleEvent)
    {
        var message = new MqttApplicationMessageBuilder()
            .WithTopic($"{Events}presence/{lifecycleEvent.EventType.ToAwsName()}/{lifecycleEvent.ClientId}")
            .WithPayload(lifecycleEvent.ToJson())
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        return _server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message));
    }

    public ValueTask DisposeAsync() => _listeners.DisposeAsync();

    private void Validate(ValidatingConnectionEventArgs connection)
    {
        var connect = ConnectPacket(connection);
        if (string.IsNullOrEmpty(connect.ClientId))
        {
            // MQTTnet assigns ids to MQTT 5 clients only. For older clients, it rejects an empty id if the session is persistent.
            connect.ClientId = connection.AssignedClientIdentifier = $"$GEN/{Guid.NewGuid()}";
        }
        else if (IotClientId.Problem(connect.ClientId) is not null)
        {
            connection.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            return;
        }

        connect.KeepAlivePeriod = _options.AdjustKeepAlive(connect.KeepAlivePeriod);
        _connections.Add(connection.RemoteEndPoint, new ClientConnection(connect.KeepAlivePeriod, _options.Time)
        {
            Principal = connection.ClientCertificate is { } certificate
                ? CertificateFolder.Id(certificate)
                : WebSocketListener.Client?.Principal,
            WebSocket = WebSocketListener.Client?.Socket,
        });
    }

    private void Connected(ClientConnectedEventArgs client) =>
        Sessions.Begin(Connection(client.RemoteEndPoint), client.ClientId, (client.RemoteEndPoint as IPEndPoint)?.Address.ToString());

    private void PacketArrived(InterceptingPacketEventArgs arrived)
    {
        var connection = Connection(arrived.RemoteEndPoint);
        connection.PacketArrived();
        if (arrived.Packet is MqttDisconnectPacket)
        {
            // MQTTnet raises its disconnect event only after ending the session. The client may have connected again by then.
            Sessions.End(connection, DisconnectReasons.ClientInitiated);
        }
        else if (IsError(arrived.Packet))
        {
            Sessions.End(connection, DisconnectReasons.ClientError);
            throw new MqttProtocolViolationException($"A client must not send this packet: {arrived.Packet}");
        }
    }

    // Returns true for a second CONNECT packet, a packet that only servers send, or a message that is too long for AWS IoT Core.
    private static bool IsError(MqttPacket packet) => packet
        is MqttConnectPacket or MqttConnAckPacket or MqttSubAckPacket or MqttUnsubAckPacket or MqttPingRespPacket or MqttAuthPacket
        or MqttPublishPacket { Payload.Length: > LongestPayload };

    private void PacketLeaves(InterceptingPacketEventArgs leaving)
    {
        if (leaving.Packet is MqttConnAckPacket response)
        {
            response.ServerKeepAlive = Connection(leaving.RemoteEndPoint).KeepAlive;
        }
    }

    private Task DisconnectedAsync(ClientDisconnectedEventArgs client)
    {
        var connection = Connection(client.RemoteEndPoint);
        Sessions.End(connection, client.DisconnectType is MqttClientDisconnectType.Takeover ? DisconnectReasons.DuplicateClientId : null);
        return connection.ReplyToCloseFrameAsync();
    }

    // Every connection is known here, because MQTTnet raises events only for validated connections.
    private ClientConnection Connection(EndPoint endPoint) =>
        _connections.TryGetValue(endPoint, out var connection) ? connection : throw new UnreachableException();

    private void Intercept(InterceptingPublishEventArgs publish)
    {
        // Only the broker publishes lifecycle events. Clients can't forge one, neither with a message nor with a will.
        if (publish.ApplicationMessage.Topic?.StartsWith(Events, StringComparison.Ordinal) is true
            && !ReferenceEquals(publish.SessionItems, _server.ServerSessionItems))
        {
            publish.ProcessPublish = false;
            publish.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        }
    }

    private static Func<T, Task> Handler<T>(Action<T> handle) => arguments =>
    {
        handle(arguments);
        return Task.CompletedTask;
    };

    // MQTTnet has no public way to change a client's id or keep-alive, so this code uses a private field of the version in
    // Directory.Packages.props. BrokerRunTests fails with a version that doesn't have the field.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connectPacket")]
    private static extern ref MqttConnectPacket ConnectPacket(ValidatingConnectionEventArgs connection);
}
