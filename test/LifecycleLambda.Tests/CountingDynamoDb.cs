using System.Net;

namespace LifecycleLambda.Tests;

/// <summary>Takes every write at once and counts it; nothing is sent.</summary>
internal sealed class CountingDynamoDb : HttpMessageHandler
{
    private int _writes;

    internal int Writes => _writes;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") });
    }
}
