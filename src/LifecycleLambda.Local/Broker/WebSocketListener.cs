using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MQTTnet.AspNetCore;

namespace LifecycleLambda.Local.Broker;

/// <summary>MQTT over WebSockets, with any query string. Its clients need no certificate.</summary>
internal sealed class WebSocketListener : IAsyncDisposable
{
    internal const string Path = "/mqtt";

    private const string SubProtocol = "mqtt";

    private static readonly AsyncLocal<WebSocketClient?> Served = new();

    private readonly WebApplication _server;

    /// <param name="address">The address and port to bind.</param>
    /// <param name="certificate">The server's certificate. Null listens without TLS.</param>
    internal WebSocketListener(IPEndPoint address, X509Certificate2? certificate)
    {
        _server = LoopbackServer.Create(host => host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            address,
            listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                {
                    listen.UseHttps(certificate, https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
                }
            })));
        _server.UseWebSockets();
        _server.Run(ServeAsync);
    }

    /// <summary>The client whose connection the current code serves. Null for a client without WebSockets.</summary>
    internal static WebSocketClient? Client => Served.Value;

    /// <summary>Passes the connections to an MQTT broker.</summary>
    internal MqttWebSocketServerAdapter Adapter { get; } = new();
    internal int Port => new Uri(_server.Urls.Single()).Port;

    internal Task StartAsync() => _server.StartAsync();

    public async ValueTask DisposeAsync() => await _server.StopNowAsync();

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path != Path || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"MQTT over WebSockets is at {Path}.\n");
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(offered.Contains(SubProtocol) ? SubProtocol : null);
        // A signed URL has the credential KEY/DATE/REGION/SERVICE/aws4_request.
        var key = $"{context.Request.Query["X-Amz-Credential"]}".Split('/')[0];
        Served.Value = new WebSocketClient(socket, key is "" ? null : $"{key}:session");
        await Adapter.RunWebSocketConnectionAsync(socket, context);
    }
}
