using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Payloads;

/// <summary>The payload of an invocation or of a message in a batch (docs/design.md, "Payloads").</summary>
internal abstract record Payload
{
    /// <summary>An event to apply.</summary>
    internal sealed record Event(LifecycleEvent LifecycleEvent) : Payload;

    /// <summary>A disconnect to confirm. Only a message can contain one.</summary>
    internal sealed record Confirmation(StoredDisconnect Disconnect) : Payload;

    /// <summary>A request to count the clients. A message can't contain one.</summary>
    internal sealed record CountRequest : Payload;

    /// <summary>A batch of SQS messages, each with a payload.</summary>
    internal sealed record Batch(SqsMessage[] Messages) : Payload;

    /// <summary>A payload that can't be read, with the reason. A message's payload has a body.</summary>
    internal sealed record Unreadable(Exception Error, string? Body) : Payload;

    /// <summary>Reads an invocation's payload. Never throws.</summary>
    /// <param name="utf8Json">The payload.</param>
    /// <param name="latestTimestamp">See <see cref="LifecycleEventReader.Read"/>.</param>
    internal static Payload Read(ReadOnlyMemory<byte> utf8Json, long latestTimestamp) =>
        ReadOrUnreadable(() => ReadInvocation(JsonPayload.Parse(utf8Json.Span), latestTimestamp));

    /// <summary>Reads an invocation's payload that the host has parsed. Never throws.</summary>
    internal static Payload Read(JsonElement json, long latestTimestamp) =>
        ReadOrUnreadable(() => ReadInvocation(json.AsObject(), latestTimestamp));

    /// <summary>Reads the body of a message. Never throws.</summary>
    internal static Payload ReadMessage(string body, long latestTimestamp) =>
        ReadOrUnreadable(() => ReadMessage(JsonPayload.Parse(Encoding.UTF8.GetBytes(body)), latestTimestamp), body);

    /// <summary>Returns whether an IoT rule forwarded this. The rules add a field that a device can't remove, so that whatever a device
    /// publishes to a rule can only be an event.</summary>
    internal static bool IsFromRule(JsonElement json) => json.TryField(LifecycleEventReader.Rule, out _);

    /// <summary>Returns whether only a message can contain this: an error record, an on-failure record or a stream record.</summary>
    internal static bool IsRecord(JsonElement body) => !IsFromRule(body)
        && (body.Field("base64OriginalPayload") is not null || body.Field("requestPayload") is not null || IsStreamRecord(body));

    /// <summary>Unwraps the event that an error record or an on-failure record contains.</summary>
    /// <returns>The event's JSON, or <see langword="null"/> if the body is neither record.</returns>
    /// <exception cref="InvalidLifecycleEventException">The record doesn't contain JSON.</exception>
    internal static JsonElement? Unwrap(JsonElement body)
    {
        if (IsFromRule(body))
        {
            return null;
        }

        // Test for the error record first, because it has a top-level clientId, too
        // (https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html).
        if (body.Field("base64OriginalPayload") is { } original)
        {
            return JsonPayload.Parse(FromBase64(original));
        }

        // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
        return body.Field("requestPayload");
    }

    private static Payload ReadInvocation(JsonElement json, long latestTimestamp)
    {
        // A device can forge neither a batch nor a count request: both have one field and no other, and the IoT rules add a field to
        // everything that they forward.
        if (SqsBatch.IsBatch(json))
        {
            return new Batch(SqsBatch.Read(json));
        }

        return json.GetPropertyCount() is 1 && json.Text("count") is "clients"
            ? new CountRequest()
            : new Event(LifecycleEventReader.Read(json, latestTimestamp));
    }

    private static Payload ReadMessage(JsonElement body, long latestTimestamp)
    {
        if (Unwrap(body) is { } wrapped)
        {
            return new Event(LifecycleEventReader.Read(wrapped, latestTimestamp));
        }

        return IsStreamRecord(body)
            ? new Confirmation(StreamRecord.ReadDisconnect(body))
            : new Event(LifecycleEventReader.Read(body, latestTimestamp));
    }

    private static bool IsStreamRecord(JsonElement body) => !IsFromRule(body) && body.Text("eventSource") is "aws:dynamodb";

    // This catches a defect of the program, too, so that only this payload fails.
    private static Payload ReadOrUnreadable(Func<Payload> read, string? body = null)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
        {
            return new Unreadable(exception, body);
        }
    }

    private static byte[] FromBase64(JsonElement value)
    {
        try
        {
            return value.GetBytesFromBase64();
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new InvalidLifecycleEventException("base64OriginalPayload", "is not Base64");
        }
    }
}
