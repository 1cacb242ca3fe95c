using System.Net;
using System.Net.Http.Headers;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// DynamoDB's <c>UpdateItem</c>, and nothing else of it. The AWS SDK, which does everything, would double the function's package, its
/// start-up time and its cost per event (docs/benchmark.md).
/// </summary>
/// <param name="endpoint">Where the table is.</param>
/// <param name="credentials">Without them nothing can be written.</param>
/// <param name="connections">Disposed of with the client.</param>
/// <param name="time">What requests are dated by.</param>
internal sealed class DynamoDbClient(
    DynamoDbEndpoint endpoint, AwsCredentials? credentials, HttpMessageHandler connections, TimeProvider time) : IDisposable
{
    private const string Target = "DynamoDB_20120810.UpdateItem";
    private const string ContentType = "application/x-amz-json-1.0";

    /// <summary>One attempt, connection included. DynamoDB answers in milliseconds; a cold TLS handshake takes some hundred.</summary>
    internal static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    private static readonly MediaTypeHeaderValue AmazonJson = new(ContentType);

    private readonly HttpMessageInvoker _http = new(connections);
    private readonly SignatureV4? _signature = credentials is null ? null : new(credentials, endpoint);

    /// <summary>Writes the item if its condition holds, with further attempts while the failure is one that passes.</summary>
    /// <exception cref="MissingCredentialsException">There is nothing to sign with.</exception>
    /// <exception cref="DynamoDbException">DynamoDB refused, for another reason than the condition.</exception>
    /// <exception cref="HttpRequestException">DynamoDB could not be reached.</exception>
    /// <exception cref="IOException">The connection broke off within the answer.</exception>
    /// <exception cref="TimeoutException">DynamoDB did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The invocation's deadline came near.</exception>
    internal async Task<UpdateItemResult> UpdateItemAsync(UpdateItem update, CancellationToken cancellationToken)
    {
        var signature = _signature ?? throw new MissingCredentialsException();
        var body = update.ToJson();
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                return await AttemptAsync(signature, body, cancellationToken);
            }
            catch (Exception failure) when (attempt < RetryPolicy.Attempts && RetryPolicy.IsTransient(failure))
            {
                wait = RetryPolicy.WaitAfter(failure, attempt);
            }

            await Task.Delay(wait, cancellationToken);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<UpdateItemResult> AttemptAsync(
        SignatureV4 signature, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(AttemptTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = AmazonJson;
        request.Headers.Host = endpoint.Host;
        request.Headers.TryAddWithoutValidation("X-Amz-Target", Target);
        signature.Sign(request, body.Span, ContentType, Target, time.GetUtcNow());
        try
        {
            using var response = await _http.SendAsync(request, attempt.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(attempt.Token);
            return response.StatusCode is HttpStatusCode.OK && IsObject(answer) ? new(ConditionHeld: true) : Refusal(response, answer);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {AttemptTimeout.TotalSeconds} s.", exception);
        }
    }

    // {} where nothing was asked back. A web server that is no DynamoDB says 200 to anything, and has written nothing.
    private static bool IsObject(ReadOnlySpan<byte> answer) => answer is [(byte)'{', .., (byte)'}'];

    private static UpdateItemResult Refusal(HttpResponseMessage response, byte[] answer)
    {
        var error = DynamoDbError.Parse(answer);
        return error.Code is "ConditionalCheckFailedException"
            ? new(ConditionHeld: false, error.Item)
            : throw new DynamoDbException(response.StatusCode, error.Code, RequestId(response));
    }

    private static string? RequestId(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("x-amzn-RequestId", out var values) ? values.ToString() : null;
}
