using Amazon.Runtime;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>Gives the SDK the client that has opened the connection.</summary>
internal sealed class SharedHttpClient(HttpClient http) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
