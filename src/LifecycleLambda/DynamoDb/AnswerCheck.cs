using System.Net;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// Refuses a success that is not DynamoDB's: its answers are JSON objects. The SDK would take the <c>[]</c> or <c>"ok"</c> of a web
/// server that has written nothing. An answer is read whole here, so that one that never ends runs into the attempt's time-out.
/// </summary>
internal sealed class AnswerCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <exception cref="InvalidDataException">The endpoint is not DynamoDB; the SDK does not try again.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Post)
        {
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK && answer is not [(byte)'{', .., (byte)'}'])
            {
                throw new InvalidDataException("The answer is not a JSON object.");
            }
        }

        return response;
    }
}
