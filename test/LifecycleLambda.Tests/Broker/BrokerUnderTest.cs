using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Broker;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;

namespace LifecycleLambda.Tests.Broker;

/// <summary>A broker on a free port before the function and a table of the test's own, and clients of it.</summary>
internal sealed class BrokerUnderTest : IAsyncDisposable
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly List<IDisposable> _clients = [];
    private readonly FunctionPool _functions;

    private BrokerUnderTest(TestTable table, BrokerOptions options, TimeProvider time)
    {
        Table = table;
        _functions = new FunctionPool(FunctionUnderTest.Program, table.Connection.FunctionEnvironment(), concurrency: 3);
        Run = new BrokerRun(_functions, options, delivery => _deliveries.Writer.TryWrite(delivery), time, new Random(1));
    }

    internal TestTable Table { get; }

    internal BrokerRun Run { get; }

    internal static async Task<BrokerUnderTest> StartAsync(EngineFixture engine, BrokerOptions? options = null, TimeProvider? time = null)
    {
        var broker = new BrokerUnderTest(await engine.CreateTableAsync(), options ?? new BrokerOptions(), time ?? TimeProvider.System);
        await broker.Run.StartAsync(IPAddress.Loopback, 0, []);
        return broker;
    }

    /// <summary>The next delivery that is done.</summary>
    internal async Task<Delivery> NextAsync()
    {
        var delivery = await _deliveries.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.True(delivery.Result.Succeeded, delivery.Result.ErrorMessage);
        return delivery;
    }

    /// <summary>The next delivery of an event like this.</summary>
    internal async Task<Delivery> NextAsync(Func<LifecycleEvent, bool> isIt)
    {
        while (true)
        {
            if (await NextAsync() is var delivery && isIt(delivery.Event))
            {
                return delivery;
            }
        }
    }

    internal async Task<IMqttClient> ConnectAsync(
        string clientId, MqttProtocolVersion version = MqttProtocolVersion.V500, Action<MqttClientOptionsBuilder>? configure = null)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        lock (_clients)
        {
            _clients.Add(client);
        }

        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", Run.Port).WithClientId(clientId).WithProtocolVersion(version);
        configure?.Invoke(options);
        await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>A client that says nothing after its CONNECT packet.</summary>
    internal async Task<Socket> ConnectSilentAsync(string clientId, byte keepAlive)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(socket);
        await socket.ConnectAsync(IPAddress.Loopback, Run.Port, TestContext.Current.CancellationToken);
        // MQTT 3.1.1, clean session.
        byte[] connect = [0, 4, .. "MQTT"u8, 4, 2, 0, keepAlive, 0, (byte)clientId.Length, .. Encoding.ASCII.GetBytes(clientId)];
        await socket.SendAsync((byte[])[0x10, (byte)connect.Length, .. connect]);
        Assert.Equal(4, await socket.ReceiveAsync(new byte[4]));
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        _clients.ForEach(client => client.Dispose());
        await _functions.DisposeAsync();
    }
}
