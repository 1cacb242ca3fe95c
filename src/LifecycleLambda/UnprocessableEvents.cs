using Amazon.SQS;
using Amazon.SQS.Model;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>The queue for messages that aren't lifecycle events, so that nobody delivers them again.</summary>
internal sealed class UnprocessableEvents(Uri queue, Settings settings, DynamoDbConnection connection) : IDisposable
{
    // Most functions never get such a message, so the client isn't created at start-up. An endpoint of the user's isn't in AWS, so the
    // queue isn't either.
    private readonly Lazy<AmazonSQSClient> _client = new(() => new AmazonSQSClient(connection.Configure<AmazonSQSConfig>(
        settings, settings.Endpoint is null ? null : new Uri(queue.GetLeftPart(UriPartial.Authority)))));

    internal Uri Url => queue;

    /// <summary>Sends a message's body unchanged. SQS's response contains its hash, which the SDK compares. Never throws.</summary>
    /// <returns>The reason if SQS didn't accept the message, otherwise <see langword="null"/>.</returns>
    internal async Task<string?> SendAsync(string body, CancellationToken cancellationToken)
    {
        try
        {
            await _client.Value.SendMessageAsync(new SendMessageRequest(queue.OriginalString, body), cancellationToken);
            return null;
        }
        catch (Exception exception)
        {
            const string ForeignResponse = "an SQS response; check UNPROCESSABLE_EVENTS_QUEUE_URL";
            var reason = TableFailure.Reason(exception, "sqs:SendMessage", "SQS", ForeignResponse);
            return $"Cannot send the message to the unprocessable-events queue: {reason}.";
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }
}
