using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local.Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LifecycleLambda.Tests.Support;

/// <summary>A way to the engine on which things go wrong: each request meets the next fault, and the last one stays.</summary>
internal sealed class FaultyDynamoDb : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _engine;
    private readonly string _scheme;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DynamoDbFault[] _faults = [DynamoDbFault.None];
    private int _requests;
    private int _connections;

    private FaultyDynamoDb(Uri engine, X509Certificate2? certificate)
    {
        _scheme = certificate is null ? "http" : "https";
        _engine = new HttpClient { BaseAddress = engine };
        _server = LoopbackServer.Build(host => host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                {
                    // Offline: a server that is handed a certificate alone looks for its issuer on the network.
                    var context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = context }),
                    });
                }

                listen.Use(next => connection =>
                {
                    Interlocked.Increment(ref _connections);
                    _connected.TrySetResult();
                    return next(connection);
                });
            })));
        _server.MapPost("/", AnswerAsync);
    }

    internal Uri Endpoint => new($"{_scheme}://127.0.0.1:{new Uri(_server.Urls.Single()).Port}");

    /// <summary>Requests since the faults were set.</summary>
    internal int Requests => Volatile.Read(ref _requests);

    /// <summary>Connections so far; with TLS, those whose handshake succeeded.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>Completes at the first connection.</summary>
    internal Task Connected => _connected.Task;

    /// <summary>Starts it on a free port.</summary>
    /// <param name="engine">Where requests are let through to.</param>
    /// <param name="certificate">For TLS; without one it is plain HTTP.</param>
    internal static async Task<FaultyDynamoDb> StartAsync(Uri engine, X509Certificate2? certificate = null)
    {
        var proxy = new FaultyDynamoDb(engine, certificate);
        await proxy._server.StartAsync();
        return proxy;
    }

    internal void Set(params DynamoDbFault[] faults)
    {
        lock (_lock)
        {
            _faults = faults;
            _requests = 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.EndAsync();
        _engine.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        DynamoDbFault fault;
        lock (_lock)
        {
            fault = _faults[Math.Min(_requests, _faults.Length - 1)];
            _requests++;
        }

        await fault.ApplyAsync(new DynamoDbExchange(context, body.ToArray(), _engine));
    }
}
