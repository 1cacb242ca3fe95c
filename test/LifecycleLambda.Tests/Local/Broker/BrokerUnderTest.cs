using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LifecycleLambda.Local.Broker;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using MQTTnet;
using MQTTnet.Formatter;

namespace LifecycleLambda.Tests.Local.Broker;

/// <summary>A broker on a free port that delivers its events to the function, with a separate table, and the broker's clients.</summary>
internal sealed class BrokerUnderTest : IAsyncDisposable
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly List<IDisposable> _clients = [];
    private readonly FunctionPool _functions;

    private BrokerUnderTest(TestTable table, BrokerOptions options, Func<BrokerPorts, BrokerPorts>? ports)
    {
        Table = table;
        _functions = new FunctionPool(FunctionUnderTest.Program, table.Connection.FunctionEnvironment(), concurrency: 3);
        var mqtt = new BrokerPorts(IPAddress.Loopback, 0);
        Run = new BrokerRun(
            ports?.Invoke(mqtt) ?? mqtt,
            _functions,
            options,
            delivery => _deliveries.Writer.TryWrite(delivery),
            line => Log.Writer.TryWrite(line));
    }

    internal TestTable Table { get; }
    internal BrokerRun Run { get; }
    internal Channel<string> Log { get; } = Channel.CreateUnbounded<string>();

    internal static async Task<BrokerUnderTest> StartAsync(
        EngineFixture engine, BrokerOptions? options = null, Func<BrokerPorts, BrokerPorts>? ports = null)
    {
        var broker = new BrokerUnderTest(await engine.CreateTableAsync(), options ?? new BrokerOptions(), ports);
        await broker.Run.StartAsync([]);
        return broker;
    }

    /// <summary>Returns the next delivered event that matches, or the next one of all.</summary>
    internal async Task<LifecycleEvent> NextAsync(Func<LifecycleEvent, bool>? matches = null)
    {
        while (true)
        {
            var delivery = await _deliveries.Reader.ReadAsync(Cancellation);
            Assert.True(delivery.Result.Succeeded, delivery.Result.ErrorMessage);
            if (matches?.Invoke(delivery.Event) is not false)
            {
                return delivery.Event;
            }
        }
    }

    internal async Task<IMqttClient> ConnectAsync(
        string clientId, MqttProtocolVersion version = MqttProtocolVersion.V500, Action<MqttClientOptionsBuilder>? configure = null) =>
        (await TryConnectAsync(clientId, configure, version)).Client;

    internal async Task<(IMqttClient Client, MqttClientConnectResult Response)> TryConnectAsync(
        string clientId, Action<MqttClientOptionsBuilder>? configure = null, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        lock (_clients)
        {
            _clients.Add(client);
        }

        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", Run.Ports.Mqtt).WithClientId(clientId).WithProtocolVersion(version);
        configure?.Invoke(options);
        return (client, await client.ConnectAsync(options.Build(), Cancellation));
    }

    /// <summary>Connects a client that sends nothing after its CONNECT packet.</summary>
    internal async Task<Socket> ConnectSilentAsync(string clientId, byte keepAlive, byte version = 4)
    {
        var (socket, response) = await OpenAsync(ConnectPacket(clientId, keepAlive, version));
        Assert.Equal(0x20, response[0]);
        Assert.Equal(0, response[3]);
        return socket;
    }

    /// <summary>Connects a client, disconnects it, and returns when its session has ended.</summary>
    internal async Task ComeAndGoAsync(string clientId)
    {
        var (socket, _) = await OpenAsync(ConnectPacket(clientId));
        await socket.SendAsync(new byte[] { 0xE0, 0 });
        // The broker ends the session before it closes the connection.
        Assert.Empty(await ReceiveAsync(socket));
    }

    /// <summary>Opens a connection, sends this packet and returns the broker's response.</summary>
    internal async Task<(Socket Socket, byte[] Response)> OpenAsync(byte[] packet)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(socket);
        await socket.ConnectAsync(IPAddress.Loopback, Run.Ports.Mqtt, Cancellation);
        await socket.SendAsync(packet);
        return (socket, await ReceiveAsync(socket));
    }

    /// <summary>Returns the next packet from the broker, or an empty one if the broker closes the connection.</summary>
    internal static async Task<byte[]> ReceiveAsync(Socket socket)
    {
        var packet = new byte[256];
        return packet[..await socket.ReceiveAsync(packet, Cancellation)];
    }

    /// <summary>Makes a CONNECT packet of MQTT 3.1 (version 3), 3.1.1 (4) or 5. Flags: 2 is a clean session, 0 a persistent one.</summary>
    internal static byte[] ConnectPacket(string clientId, byte keepAlive = 0, byte version = 4, byte flags = 2)
    {
        byte[] protocol = version is 3 ? [0, 6, .. "MQIsdp"u8] : [0, 4, .. "MQTT"u8];
        byte[] properties = version is 5 ? [0] : [];
        var id = Encoding.UTF8.GetBytes(clientId);
        byte[] body = [.. protocol, version, flags, 0, keepAlive, .. properties, 0, (byte)id.Length, .. id];
        return [0x10, (byte)body.Length, .. body];
    }

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        _clients.ForEach(client => client.Dispose());
        await _functions.DisposeAsync();
    }
}
