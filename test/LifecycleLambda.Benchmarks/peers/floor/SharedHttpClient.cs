using Amazon.Runtime;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>Passes to the SDK the HttpClient that has already connected.</summary>
internal sealed class SharedHttpClient(HttpClient http) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
