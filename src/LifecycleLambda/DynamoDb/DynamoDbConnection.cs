using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// The SDK's DynamoDB client on an <see cref="HttpClient"/> that we own, so that we can connect before the first event arrives. The SDK
/// is responsible for credentials, FIPS and dual-stack endpoints, retries and signatures.
/// </summary>
internal sealed class DynamoDbConnection : IDisposable
{
    // One attempt includes connecting. DynamoDB usually responds within milliseconds; a cold TLS handshake takes a few hundred.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    // The SDK waits between the attempts with exponential backoff.
    private const int Retries = 4;

    // Lambda allows 10 s for initialization. If DynamoDB doesn't respond within this time, the first event opens the connection instead.
    private static readonly TimeSpan WarmUpTimeout = TimeSpan.FromSeconds(1);

    private readonly AmazonDynamoDBClient _client;
    private readonly HttpClient _http;
    private readonly Uri _endpoint;

    /// <summary>Creates the client without sending anything.</summary>
    /// <param name="settings">Contain the endpoint and the region.</param>
    /// <param name="httpHandler">The HTTP handler to use; a <see cref="SocketsHttpHandler"/> by default.</param>
    internal DynamoDbConnection(Settings settings, HttpMessageHandler? httpHandler = null)
    {
        // The SDK doesn't apply its timeout, proxy and redirect settings to an HttpClient that it didn't create.
        httpHandler ??= new SocketsHttpHandler
        {
            Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        _http = new HttpClient(new DynamoDbResponseValidator(httpHandler)) { Timeout = AttemptTimeout };
        _client = new AmazonDynamoDBClient(Configure<AmazonDynamoDBConfig>(settings, settings.Endpoint));
        _endpoint = new Uri(_client.DetermineServiceOperationEndpoint(new UpdateItemRequest()).URL);
    }

    internal IAmazonDynamoDB Client => _client;

    /// <summary>
    /// Sends an unsigned <c>GET /</c> to the SDK's endpoint and waits for the response. Until the function requests its first event, it
    /// runs on a full vCPU; after that, only on the share that its memory size buys. Loading the system's CA certificates and the TLS
    /// handshake take 40 ms now, but about a second later.
    /// </summary>
    /// <param name="timeout">The time to wait; 1 s by default.</param>
    /// <returns>The error if connecting failed, otherwise <see langword="null"/>. After an error, the first event connects.</returns>
    internal async Task<Exception?> WarmUpAsync(TimeSpan? timeout = null)
    {
        try
        {
            using var cancellation = new CancellationTokenSource(timeout ?? WarmUpTimeout);
            using var response = await _http.GetAsync(_endpoint, cancellation.Token);
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return exception;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    /// <summary>Creates the configuration of a client on the same <see cref="HttpClient"/>.</summary>
    /// <param name="settings">Contain the region.</param>
    /// <param name="endpoint">The endpoint to use instead of AWS's.</param>
    internal TConfig Configure<TConfig>(Settings settings, Uri? endpoint)
        where TConfig : ClientConfig, new()
    {
        var config = new TConfig
        {
            HttpClientFactory = new SharedHttpClientFactory(_http),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = AttemptTimeout,
            // The settings hold the endpoint, because the SDK throws when SAM has turned an unset variable into an empty one.
            IgnoreConfiguredEndpointUrls = true,
        };
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = settings.Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }

        return config;
    }

    /// <summary>Returns the one client to the SDK, which must not dispose it.</summary>
    private sealed class SharedHttpClientFactory(HttpClient http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
