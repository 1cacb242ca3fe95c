using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace LifecycleLambda.Bootstrap.DynamoDb;

/// <summary>The connections to DynamoDB over TLS. The first is opened at once, before there is an event to write.</summary>
internal sealed class DynamoDbConnections : DelegatingHandler
{
    private static readonly string[] ProxyVariables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>As long as an attempt at a write: the next one is not to wait for a connection that never comes.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly DnsEndPoint _server;
    private readonly Uri _address;
    private readonly SslClientAuthenticationOptions _tls;
    private readonly EarlyConnection _first;

    private DynamoDbConnections(Uri endpoint, SocketsHttpHandler handler, TimeProvider time)
        : base(handler)
    {
        _server = new DnsEndPoint(endpoint.IdnHost, endpoint.Port);
        _tls = handler.SslOptions;
        // The handler is told of plain HTTP: it takes no connection that is encrypted already.
        _address = new UriBuilder(endpoint) { Scheme = Uri.UriSchemeHttp }.Uri;
        _first = new EarlyConnection(() => OpenAsync(isAsynchronous: false, CancellationToken.None).GetAwaiter().GetResult(), time);
        handler.ConnectCallback = ConnectAsync;
    }

    /// <summary>The way to an endpoint.</summary>
    /// <param name="endpoint">http or https.</param>
    /// <param name="environment">Looks up an environment variable by name: who is trusted, and whether there is a proxy.</param>
    /// <param name="time">The clock.</param>
    internal static HttpMessageHandler Create(Uri endpoint, Func<string, string?> environment, TimeProvider time)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.IdnHost,
            // Nothing is fetched for a certificate: where there is no way to the internet, that would outlast the invocation.
            CertificateChainPolicy = TrustedAuthorities.NewPolicy(),
        };
        if (TrustedAuthorities.IncludeTheSystems(environment))
        {
            tls.RemoteCertificateValidationCallback =
                static (_, certificate, chain, errors) => TrustedAuthorities.IsTrusted(certificate, chain, errors);
        }

        var isDirect = !Array.Exists(ProxyVariables, variable => environment(variable) is { Length: > 0 });
        var handler = new SocketsHttpHandler
        {
            SslOptions = tls,
            ConnectTimeout = ConnectTimeout,
            UseProxy = !isDirect,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        };
        return endpoint.Scheme == Uri.UriSchemeHttps && isDirect ? new DynamoDbConnections(endpoint, handler, time) : handler;
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = _address;
        return base.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _first.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await _first.TakeAsync(cancellationToken) ?? await OpenAsync(isAsynchronous: true, cancellationToken);

    /// <summary>Connects and shakes hands; not asynchronously, it is done when it returns.</summary>
    private async Task<SslStream> OpenAsync(bool isAsynchronous, CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        SslStream? stream = null;
        try
        {
            if (isAsynchronous)
            {
                await socket.ConnectAsync(_server, cancellationToken);
                stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
                await stream.AuthenticateAsClientAsync(_tls, cancellationToken);
            }
            else
            {
                socket.Connect(_server);
                stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
                stream.AuthenticateAsClient(_tls);
            }

            return stream;
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    // The time-outs are those of a synchronous handshake; otherwise a silent server would keep the early connection's thread for ever.
    private static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = (int)ConnectTimeout.TotalMilliseconds,
        SendTimeout = (int)ConnectTimeout.TotalMilliseconds,
    };
}
