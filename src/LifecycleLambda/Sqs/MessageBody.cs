using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Sqs;

/// <summary>What a message asks for: an event to apply, or a disconnect to confirm (docs/design.md, "Payloads").</summary>
internal readonly record struct MessageBody
{
    /// <summary>The event's JSON; empty where <see cref="Disconnect"/> is given.</summary>
    internal ReadOnlyMemory<byte> LifecycleEvent { get; private init; }

    /// <summary>The disconnect to confirm.</summary>
    internal LifecycleEvent? Disconnect { get; private init; }

    /// <summary>Unwraps a body. The order matters: an IoT error record has a top-level <c>clientId</c> too.</summary>
    /// <exception cref="InvalidLifecycleEventException">It looks like one of the records, but what it must hold is not there.</exception>
    internal static MessageBody Read(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        // https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html
        if (TopLevelField.TryFind(body, "base64OriginalPayload"u8, out var original))
        {
            return new MessageBody { LifecycleEvent = FromBase64(body.AsSpan(original)) };
        }

        // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
        if (TopLevelField.TryFind(body, "requestPayload"u8, out var request))
        {
            return new MessageBody { LifecycleEvent = body.AsMemory(request) };
        }

        if (TopLevelField.TryFind(body, "eventSource"u8, out var source) && body.AsSpan(source).SequenceEqual("\"aws:dynamodb\""u8))
        {
            return new MessageBody { Disconnect = StreamRecord.ReadDisconnect(body) };
        }

        return new MessageBody { LifecycleEvent = body };
    }

    private static byte[] FromBase64(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        try
        {
            if (reader.TokenType is JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
            {
                return bytes;
            }
        }
        catch (InvalidOperationException)
        {
            // An escape that is not Unicode. It must not take the other messages of the batch with it.
        }

        throw new InvalidLifecycleEventException("base64OriginalPayload", "is not Base64");
    }
}
