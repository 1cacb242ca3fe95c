using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>A proxy in front of the engine that makes calls fail as configured. The function's unsigned <c>GET /</c>, which opens its
/// connection, gets DynamoDB's response and doesn't count as a call.</summary>
internal sealed class FaultyDynamoDb : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _engine;
    private readonly string? _accessKeyId;
    private readonly string _scheme;
    private readonly Lock _lock = new();
    private Func<int, DynamoDbFault> _faults = _ => DynamoDbFault.None;
    private int _requests;

    private FaultyDynamoDb(Uri engine, X509Certificate2? certificate, string? accessKeyId)
    {
        _accessKeyId = accessKeyId;
        _scheme = certificate is null ? "http" : "https";
        _engine = new HttpClient { BaseAddress = engine };
        _server = LoopbackServer.Create(host => host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(listen => Listen(listen, certificate))));
        _server.MapGet("/", context => WarmUp.ApplyAsync(new(context, [], _engine, _accessKeyId)));
        _server.MapPost("/", AnswerAsync);
    }

    internal Uri Endpoint => new($"{_scheme}://127.0.0.1:{new Uri(_server.Urls.Single()).Port}");

    /// <summary>The number of calls since the faults were set.</summary>
    internal int Requests => Volatile.Read(ref _requests);

    /// <summary>The response to the unsigned <c>GET /</c>.</summary>
    internal DynamoDbFault WarmUp { get; set; } = DynamoDbFault.Answer(200, "healthy: dynamodb");

    /// <param name="engine">The engine that receives forwarded requests. It must not check signatures, which are for the proxy.</param>
    /// <param name="certificate">The certificate for TLS. Without one, the proxy uses plain HTTP.</param>
    /// <param name="accessKeyId">Replaces the request's access key, because DynamoDB Local keeps a database for each.</param>
    internal static async Task<FaultyDynamoDb> StartAsync(
        Uri engine, X509Certificate2? certificate = null, string? accessKeyId = EngineConnection.LocalKey)
    {
        var proxy = new FaultyDynamoDb(engine, certificate, accessKeyId);
        await proxy._server.StartAsync();
        return proxy;
    }

    /// <summary>Gives each call the next fault. The last fault is for all further calls.</summary>
    internal void Set(params DynamoDbFault[] faults) => Set(call => faults[Math.Min(call, faults.Length - 1)]);

    /// <summary>Chooses each call's fault by its number, which starts at 0. The function is called by one thread at a time.</summary>
    internal void Set(Func<int, DynamoDbFault> faults)
    {
        lock (_lock)
        {
            _faults = faults;
            _requests = 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopNowAsync();
        _engine.Dispose();
    }

    private static void Listen(ListenOptions listen, X509Certificate2? certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (certificate is not null)
        {
            // Offline, because the server would otherwise request the certificate's issuer from the network.
            var context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = context }),
            });
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        DynamoDbFault fault;
        lock (_lock)
        {
            fault = _faults(_requests++);
        }

        await fault.ApplyAsync(new DynamoDbExchange(context, body.ToArray(), _engine, _accessKeyId));
    }
}
