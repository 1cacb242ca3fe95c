using System.Buffers;
using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Payloads;

/// <summary>
/// An SQS batch and its response
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting).
/// </summary>
internal static class SqsBatch
{
    private const string EventSource = "aws:sqs";

    /// <summary>Returns whether the payload is a batch: <c>Records</c> and no other field.</summary>
    internal static bool IsBatch(JsonElement payload) => payload.GetPropertyCount() is 1 && payload.TryField("Records", out _);

    /// <summary>Reads the messages of a batch.</summary>
    /// <exception cref="InvalidLifecycleEventException">A record isn't an SQS message. The whole batch fails, because a record
    /// without an id can't be reported individually.</exception>
    internal static SqsMessage[] Read(JsonElement payload)
    {
        var records = payload.GetProperty("Records");
        return records.ValueKind is JsonValueKind.Array
            ? [.. records.EnumerateArray().Select(ReadMessage)]
            : throw new InvalidLifecycleEventException("Records", "is not a list of SQS messages");
    }

    /// <summary>Creates the response, which names the messages to deliver again. Without any, the whole batch is done.</summary>
    internal static ReadOnlyMemory<byte> CreateResponse(IEnumerable<string> failedMessageIds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("batchItemFailures"u8);
            foreach (var id in failedMessageIds)
            {
                json.WriteStartObject();
                json.WriteString("itemIdentifier"u8, id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static SqsMessage ReadMessage(JsonElement record) =>
        record.Text("eventSource") is EventSource && record.Text("messageId") is { Length: > 0 } id && record.Text("body") is { } body
            ? new SqsMessage(id, body)
            : throw new InvalidLifecycleEventException("Records", $"holds a record that is not a message from {EventSource}");
}
