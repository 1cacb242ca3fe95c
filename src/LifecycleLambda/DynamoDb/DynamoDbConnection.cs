using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// The AWS SDK's DynamoDB client on one <see cref="HttpClient"/> of this program's own, so that the connection can be opened before
/// there is an event to write. Credentials, FIPS and dual-stack endpoints, retries and signatures are the SDK's.
/// </summary>
internal sealed class DynamoDbConnection : IDisposable
{
    /// <summary>One attempt, connection included. DynamoDB answers in milliseconds; a cold TLS handshake takes some hundred.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Attempts after the first, with the SDK's exponential backoff between them.</summary>
    private const int Retries = 4;

    /// <summary>Lambda gives the start 10 s; a DynamoDB that does not answer by then is left to the first event.</summary>
    private static readonly TimeSpan WarmUpTimeout = TimeSpan.FromSeconds(1);

    private readonly AmazonDynamoDBClient _client;
    private readonly HttpClient _http;
    private readonly Uri _endpoint;

    /// <summary>Composes the client; nothing is sent.</summary>
    /// <param name="settings">Name the endpoint and the region.</param>
    /// <param name="connections">The HTTP handler to use; a <see cref="SocketsHttpHandler"/> by default.</param>
    internal DynamoDbConnection(Settings settings, HttpMessageHandler? connections = null)
    {
        var config = Configure(settings);
        // The SDK doesn't apply its timeout, proxy and redirect settings to an HttpClient that it didn't create.
        connections ??= new SocketsHttpHandler
        {
            Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        _http = new HttpClient(new AnswerCheck(connections)) { Timeout = AttemptTimeout };
        config.HttpClientFactory = new SharedHttpClient(_http);
        _client = new AmazonDynamoDBClient(config);
        _endpoint = new Uri(_client.DetermineServiceOperationEndpoint(new UpdateItemRequest()).URL);
    }

    /// <summary>The SDK's client.</summary>
    internal IAmazonDynamoDB Client => _client;

    /// <summary>
    /// Sends an unsigned <c>GET /</c> to where the SDK will write, and waits for the answer. Lambda gives a whole processor until the
    /// function asks for its first event, and a fraction of one afterwards: reading the system's authorities and the TLS handshake take
    /// 40 ms now, or a second then.
    /// </summary>
    /// <returns>Why the connection is not open; <see langword="null"/> where it is. The first event then opens its own.</returns>
    internal async Task<Exception?> WarmUpAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(WarmUpTimeout);
            using var answer = await _http.GetAsync(_endpoint, timeout.Token);
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return exception;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static AmazonDynamoDBConfig Configure(Settings settings)
    {
        var config = new AmazonDynamoDBConfig
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = AttemptTimeout,
            // The settings hold the endpoint, because the SDK throws when SAM has turned an unset variable into an empty one.
            IgnoreConfiguredEndpointUrls = true,
        };
        if (settings.Endpoint is { } endpoint)
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

    /// <summary>Gives the SDK the one client, which stays this program's to dispose of.</summary>
    private sealed class SharedHttpClient(HttpClient http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
