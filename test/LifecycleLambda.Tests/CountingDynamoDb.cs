using System.Net;

namespace LifecycleLambda.Tests;

/// <summary>Counts the writes and reports success without sending them.</summary>
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
