using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Payloads;

/// <summary>What a message asks for: an event to apply, or a disconnect to confirm (docs/design.md, "Payloads").</summary>
internal static class MessageBody
{
    /// <summary>Unwraps a body. The order matters: an IoT error record has a top-level <c>clientId</c> too.</summary>
    /// <param name="text">The message's body.</param>
    /// <param name="latestTimestamp">See <see cref="LifecycleEventReader.Read"/>.</param>
    /// <returns>The event, and whether it is a disconnect to confirm instead of an event to apply.</returns>
    /// <exception cref="InvalidLifecycleEventException">It holds neither.</exception>
    internal static (LifecycleEvent Event, bool IsConfirmation) Read(string text, long latestTimestamp)
    {
        var body = JsonPayload.Parse(Encoding.UTF8.GetBytes(text));

        // https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html
        if (body.Field("base64OriginalPayload") is { } original)
        {
            return (LifecycleEventReader.Read(JsonPayload.Parse(FromBase64(original)), latestTimestamp), false);
        }

        // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
        if (body.Field("requestPayload") is { } request)
        {
            return (LifecycleEventReader.Read(request, latestTimestamp), false);
        }

        return body.Text("eventSource") is "aws:dynamodb"
            ? (StreamRecord.ReadDisconnect(body), true)
            : (LifecycleEventReader.Read(body, latestTimestamp), false);
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
