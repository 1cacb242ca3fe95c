using Amazon.Runtime;

namespace LifecycleLambda.Connection;

/// <summary>The SDK's way to the network, as a function that talks to one endpoint needs it.</summary>
/// <param name="attemptTimeout">One attempt, connection included.</param>
/// <param name="usesTls">Whether the endpoint is an https one: reading the authorities costs start-up time.</param>
internal sealed class DynamoDbHttpClientFactory(TimeSpan attemptTimeout, bool usesTls) : HttpClientFactory
{
    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null };
        if (usesTls)
        {
            handler.SslOptions = TrustedAuthorities.Options();
        }

        return new HttpClient(handler) { Timeout = attemptTimeout };
    }

    /// <summary>One client per SDK client: disposed of with it.</summary>
    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
}
