using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Broker;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using MQTTnet;
using MQTTnet.Formatter;

namespace LifecycleLambda.Tests.Local.Broker;

/// <summary>A broker on a free port before the function and a table of the test's own, and clients of it.</summary>
internal sealed class BrokerUnderTest : IAsyncDisposable
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly List<IDisposable> _clients = [];
    private readonly FunctionPool _functions;

    private BrokerUnderTest(TestTable table, BrokerOptions options)
    {
        Table = table;
        _functions = new FunctionPool(FunctionUnderTest.Program, table.Connection.FunctionEnvironment(), concurrency: 3);
        Run = new BrokerRun(new IPEndPoint(IPAddress.Loopback, 0), _functions, options, delivery => _deliveries.Writer.TryWrite(delivery));
    }

    internal TestTable Table { get; }

    internal BrokerRun Run { get; }

    internal static async Task<BrokerUnderTest> StartAsync(EngineFixture engine, BrokerOptions? options = null)
    {
        var broker = new BrokerUnderTest(await engine.CreateTableAsync(), options ?? new BrokerOptions());
        await broker.Run.StartAsync([]);
        return broker;
    }

    /// <summary>The next event that is delivered, or the next one like this.</summary>
    internal async Task<LifecycleEvent> NextAsync(Func<LifecycleEvent, bool>? isIt = null)
    {
        while (true)
        {
            var delivery = await _deliveries.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.True(delivery.Result.Succeeded, delivery.Result.ErrorMessage);
            if (isIt?.Invoke(delivery.Event) is not false)
            {
                return delivery.Event;
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
