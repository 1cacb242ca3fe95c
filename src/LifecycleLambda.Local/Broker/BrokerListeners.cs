using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace LifecycleLambda.Local.Broker;

/// <summary>The broker's listeners: MQTT with and without TLS, WebSockets, and <see cref="ConnectionApi"/>. The first three are one MQTT
/// server.</summary>
internal sealed class BrokerListeners : IAsyncDisposable
{
    private readonly MqttServerOptions _options;
    private readonly WebSocketListener? _webSockets;
    private WebApplication? _api;

    /// <param name="ports">The ports to open.</param>
    /// <param name="log">Receives a sentence for each rejected client, from several threads.</param>
    internal BrokerListeners(BrokerPorts ports, Action<string> log)
    {
        Ports = ports;
        var isIPv6 = ports.Host.AddressFamily is AddressFamily.InterNetworkV6;
        _options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(isIPv6 ? IPAddress.None : ports.Host)
            .WithDefaultEndpointBoundIPV6Address(isIPv6 ? ports.Host : IPAddress.None)
            .WithDefaultEndpointPort(ports.Mqtt)
            // A client that no longer reads must not delay the broker's end.
            .WithDefaultCommunicationTimeout(TimeSpan.FromSeconds(5))
            .Build();
        // Let pending packets be sent before a connection closes.
        _options.DefaultEndpointOptions.LingerState = null;
        _options.KeepAliveOptions.MonitorInterval = TimeSpan.FromMilliseconds(100);
        var certificate = ports.Certificates?.Authority.IssueServer();
        IMqttNetLogger logger = MqttNetNullLogger.Instance;
        if (ports.Tls is { } tlsPort)
        {
            var tls = new TlsListener(ports.Certificates!.Authority, log);
            tls.Configure(_options, tlsPort, certificate!);
            logger = tls;
        }

        List<IMqttServerAdapter> adapters = [new MqttTcpServerAdapter()];
        if (ports.WebSocket is { } webSocketPort)
        {
            var address = new IPEndPoint(ports.Host, webSocketPort);
            _webSockets = new WebSocketListener(address, ports.HasSecureWebSockets ? certificate : null);
            adapters.Add(_webSockets.Adapter);
        }

        Server = new MqttServer(_options, adapters, logger);
    }

    internal MqttServer Server { get; }

    /// <summary>The ports that are open.</summary>
    internal BrokerPorts Ports { get; private set; }

    /// <exception cref="UserErrorException">The broker can't listen on a port.</exception>
    internal async Task StartAsync(ClientSessions sessions)
    {
        await ListenAsync("--port", Ports.Mqtt, Server.StartAsync);
        Ports = Ports with
        {
            Mqtt = _options.DefaultEndpointOptions.Port,
            Tls = Ports.Tls is null ? null : _options.TlsEndpointOptions.Port,
        };
        if (_webSockets is not null)
        {
            await ListenAsync("--websocket-port", Ports.WebSocket!.Value, _webSockets.StartAsync);
            Ports = Ports with { WebSocket = _webSockets.Port };
        }

        if (Ports.Api is { } port)
        {
            _api = ConnectionApi.Create(new IPEndPoint(Ports.Host, port), sessions);
            await ListenAsync("--api-port", port, () => _api.StartAsync());
            Ports = Ports with { Api = new Uri(_api.Urls.Single()).Port };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync(new MqttServerStopOptions());
        Server.Dispose();
        if (_webSockets is not null)
        {
            await _webSockets.DisposeAsync();
        }

        if (_api is not null)
        {
            await _api.StopNowAsync();
        }
    }

    private async Task ListenAsync(string option, int port, Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // MQTTnet opens its two ports together, and doesn't report which one failed.
            if (option is "--port" && Ports.Tls is { } tls && !CanListen(tls))
            {
                (option, port) = ("--tls-port", tls);
            }

            var cause = exception.GetBaseException();
            var isTaken = cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
            throw new UserErrorException(
                $"The broker can't listen on {Ports.Host}, port {port}: {cause.Message}. "
                + (isTaken ? $"Choose another port with {option} N, or a free one with {option} 0." : $"Check --host and {option}."),
                exception);
        }
    }

    private bool CanListen(int port)
    {
        try
        {
            using var listener = new TcpListener(Ports.Host, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
