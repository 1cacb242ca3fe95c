using System.Text.Json;
using System.Text.Json.Nodes;

namespace LifecycleLambda.Local.Delivery;

/// <summary>A batch as Lambda's event source mapping hands it over, and the answer as it reads it.</summary>
internal static class SqsEvent
{
    internal static byte[] ToJson(IEnumerable<QueuedMessage> messages) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["Records"] = new JsonArray([.. messages.Select(message => new JsonObject
        {
            ["messageId"] = message.MessageId,
            ["receiptHandle"] = "local",
            ["body"] = message.Body,
            ["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = $"{message.Receives}" },
            ["messageAttributes"] = new JsonObject(),
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = "arn:aws:sqs:us-east-1:000000000000:local",
            ["awsRegion"] = "us-east-1",
        })]),
    });

    /// <summary>The ids of the messages that failed. Anything but a well-formed answer fails the whole batch, as in Lambda.</summary>
    /// <returns><see langword="null"/> if the whole batch failed.</returns>
    internal static HashSet<string>? FailedIds(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (!json.RootElement.TryGetProperty("batchItemFailures", out var failures))
        {
            return [];
        }

        var ids = new HashSet<string>();
        foreach (var failure in failures.EnumerateArray())
        {
            if (!failure.TryGetProperty("itemIdentifier", out var id) || id.GetString() is not { Length: > 0 } text)
            {
                return null;
            }

            ids.Add(text);
        }

        return ids;
    }
}
