using System.Text.Json;

namespace LifecycleLambda.Local.Queues;

/// <summary>Writes a batch in the format of an event source mapping, and reads the response.</summary>
internal static class SqsEvent
{
    internal static byte[] ToJson(IEnumerable<QueuedMessage> messages) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Records = messages.Select(message => new
        {
            messageId = message.MessageId,
            receiptHandle = "local",
            body = message.Body,
            attributes = new { ApproximateReceiveCount = $"{message.Receives}" },
            messageAttributes = new { },
            eventSource = "aws:sqs",
            eventSourceARN = "arn:aws:sqs:us-east-1:000000000000:local",
            awsRegion = "us-east-1",
        }),
    });

    /// <summary>Reads the ids of the failed messages. Throws if the response has no list of them: Lambda treats that as a success, but here
    /// it is a defect (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).</summary>
    internal static HashSet<string> ReadFailedIds(ReadOnlyMemory<byte> response) =>
        [.. from failure in JsonElement.Parse(response.Span).GetProperty("batchItemFailures").EnumerateArray()
            select failure.GetProperty("itemIdentifier").GetString()!];
}
