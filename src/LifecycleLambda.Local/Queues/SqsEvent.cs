using System.Text.Json;

namespace LifecycleLambda.Local.Queues;

/// <summary>A batch as Lambda's event source mapping hands it over, and the answer as it reads it.</summary>
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

    /// <summary>
    /// The ids of the messages that failed. An answer without them, which Lambda takes for a success, is a defect of the function and throws
    /// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
    /// </summary>
    internal static HashSet<string> FailedIds(ReadOnlyMemory<byte> answer) =>
    [
        .. JsonElement.Parse(answer.Span).GetProperty("batchItemFailures").EnumerateArray().Select(failure => failure.GetProperty("itemIdentifier").GetString()!),
    ];
}
