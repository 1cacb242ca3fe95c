using System.Net;
using System.Text.Json;

namespace LifecycleLambda.Tests.Support;

/// <summary>Takes every write at once and keeps what it was asked; nothing is sent.</summary>
internal sealed class RecordingDynamoDb : HttpMessageHandler
{
    private readonly Lock _lock = new();

    /// <summary>The bodies of the requests.</summary>
    internal List<JsonElement> Requests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content!.CopyTo(body, context: null, cancellationToken);
        lock (_lock)
        {
            Requests.Add(JsonElement.Parse(body.ToArray()));
        }

        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") });
    }
}
