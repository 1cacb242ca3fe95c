using System.Text.Json;
using System.Text.Json.Nodes;

namespace LifecycleLambda.Local.Aws;

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

    /// <summary>
    /// The ids of the messages that failed, read as Lambda does: no list, or an empty one, is a success; an id that is missing or empty
    /// fails the whole batch (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
    /// </summary>
    /// <returns><see langword="null"/> if the whole batch failed.</returns>
    internal static HashSet<string>? FailedIds(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (json.RootElement is not { ValueKind: JsonValueKind.Object } answered
            || !answered.TryGetProperty("batchItemFailures", out var failures)
            || failures.ValueKind is not JsonValueKind.Array)
        {
            return [];
        }

        string?[] ids = [.. failures.EnumerateArray().Select(IdOf)];
        return Array.TrueForAll(ids, id => id is { Length: > 0 }) ? [.. ids.OfType<string>()] : null;
    }

    private static string? IdOf(JsonElement failure) =>
        failure.ValueKind is JsonValueKind.Object
        && failure.TryGetProperty("itemIdentifier", out var id)
        && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
}
