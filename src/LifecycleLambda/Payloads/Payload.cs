using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Payloads;

/// <summary>What an invocation, or a message of a batch, asks for (docs/design.md, "Payloads").</summary>
internal abstract record Payload
{
    /// <summary>An event to apply.</summary>
    internal sealed record Event(LifecycleEvent LifecycleEvent) : Payload;

    /// <summary>A disconnect to confirm. Only a message asks for it.</summary>
    internal sealed record Confirmation(StoredDisconnect Disconnect) : Payload;

    /// <summary>A request to count the clients. A message can't ask for it.</summary>
    internal sealed record CountRequest : Payload;

    /// <summary>Messages that each ask for something.</summary>
    internal sealed record Batch(SqsMessage[] Messages) : Payload;

    /// <summary>Anything else, with the reason why it couldn't be read.</summary>
    internal sealed record Unreadable(Exception Error) : Payload;

    /// <summary>Reads an invocation's payload. Never throws.</summary>
    /// <param name="utf8Json">The payload.</param>
    /// <param name="latestTimestamp">See <see cref="LifecycleEventReader.Read"/>.</param>
    internal static Payload Read(ReadOnlyMemory<byte> utf8Json, long latestTimestamp) =>
        Contained(() => ReadInvocation(JsonPayload.Parse(utf8Json.Span), latestTimestamp));

    /// <summary>Reads an invocation's payload that the host has parsed. Never throws.</summary>
    internal static Payload Read(JsonElement json, long latestTimestamp) =>
        Contained(() => ReadInvocation(json.AsObject(), latestTimestamp));

    /// <summary>Reads the body of a message. Never throws.</summary>
    internal static Payload ReadMessage(string body, long latestTimestamp) =>
        Contained(() => ReadMessage(JsonPayload.Parse(Encoding.UTF8.GetBytes(body)), latestTimestamp));

    /// <summary>Unwraps the event that an error record or an on-failure record holds.</summary>
    /// <returns>The event's JSON, or <see langword="null"/> if the body is neither record.</returns>
    /// <exception cref="InvalidLifecycleEventException">The record doesn't hold JSON.</exception>
    internal static JsonElement? Unwrap(JsonElement body)
    {
        // This comes first, because an error record has a top-level clientId, too
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
        if (SqsBatch.IsBatch(json))
        {
            return new Batch(SqsBatch.Read(json));
        }

        // Matches the schedule's constant input exactly. A device can't forge it, because the rules add a field to everything they forward.
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

        return body.Text("eventSource") is "aws:dynamodb"
            ? new Confirmation(StreamRecord.ReadDisconnect(body))
            : new Event(LifecycleEventReader.Read(body, latestTimestamp));
    }

    // Contains a defect, too, so that it fails this payload alone.
    private static Payload Contained(Func<Payload> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
        {
            return new Unreadable(exception);
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
