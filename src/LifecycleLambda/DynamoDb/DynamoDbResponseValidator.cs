using System.Net;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// Rejects a 200 response whose body isn't a JSON object. The SDK would accept <c>[]</c> or <c>"ok"</c> from some other web server and
/// report a write that never happened. Buffers the whole body so that a stalled response hits the timeout of the attempt.
/// </summary>
internal sealed class DynamoDbResponseValidator(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <exception cref="InvalidDataException">The endpoint isn't DynamoDB. The SDK doesn't retry after this exception.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Post)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK && body is not [(byte)'{', .., (byte)'}'])
            {
                throw new InvalidDataException("The response is not a JSON object.");
            }
        }

        return response;
    }
}
