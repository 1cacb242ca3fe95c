using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Queues;
using LifecycleLambda.Payloads;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Commands;

/// <summary>Reads events, or queue messages that contain events, from a file: a JSON object, an array of them, or one per line.</summary>
internal static class EventFile
{
    /// <summary>Reads the payloads of a file, or of standard input for <c>-</c>, each with a name for reports.</summary>
    /// <exception cref="UserErrorException">The file can't be read, isn't JSON, or has no events.</exception>
    internal static async Task<IReadOnlyList<(string Source, byte[] Payload)>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var name = path is "-" ? "standard input" : path;
        var events = Parse(name, ToUtf8(await ReadBytesAsync(path, cancellationToken)));
        return events.Count > 0 ? events : throw new UserErrorException($"Can't read {name}: it has no events. Nothing was delivered.");
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = path is "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var all = new MemoryStream();
            await input.CopyToAsync(all, cancellationToken);
            return all.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Can't read {path}: {exception.Message} Nothing was delivered.", exception);
        }
    }

    // Windows PowerShell writes UTF-16. Without a byte order mark, a zero byte beside the first character shows the encoding.
    private static ReadOnlySpan<byte> ToUtf8(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => bytes.AsSpan(3),
        [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes.AsSpan(2))),
        [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2))),
        [not 0, 0, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes)),
        [0, not 0, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes)),
        _ => bytes,
    };

    private static List<(string Source, byte[] Payload)> Parse(string name, ReadOnlySpan<byte> bytes)
    {
        var events = new List<(string Source, byte[] Payload)>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                var value = JsonElement.ParseValue(ref reader);
                foreach (var element in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : (IEnumerable<JsonElement>)[value])
                {
                    if (ReadMessages(element) is not { } bodies)
                    {
                        Add(Encoding.UTF8.GetBytes(element.GetRawText()));
                    }
                    else if (bodies.Count > 0)
                    {
                        Add(SqsEvent.ToJson(bodies.Select((body, i) => new QueuedMessage($"{i + 1}", body))));
                    }
                }
            }
        }
        catch (JsonException exception)
        {
            // Don't reuse the reader's message: it can quote the file.
            var place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new UserErrorException($"Can't read {name}: it isn't JSON at {place}. Nothing was delivered.", exception);
        }

        return events;

        void Add(byte[] payload) =>
            events.Add(($"{Path.GetFileName(name)}{(events.Count > 0 ? $" #{events.Count + 1}" : "")}", payload));
    }

    /// <summary>Reads the bodies of messages that an operator has received from a queue. The function gets them as a batch. Returns null if
    /// the value is the payload of an invocation.</summary>
    private static IReadOnlyList<string>? ReadMessages(JsonElement value)
    {
        try
        {
            return value switch
            {
                _ when Payload.IsRecord(value) => [value.GetRawText()],
                _ when Payload.IsFromRule(value) || value.Field(PresenceAttributes.ClientId) is not null => null,
                // The output of aws sqs receive-message: unchanged, with --query Messages, or with --query Messages[].Body.
                _ when value.Field("Messages") is { ValueKind: JsonValueKind.Array } messages =>
                    [.. messages.EnumerateArray().Select(message => message.Text("Body") ?? "")],
                _ when value.Text("Body") is { } body => [body],
                { ValueKind: JsonValueKind.String } => [value.GetString()!],
                _ => null,
            };
        }
        catch (Exception exception) when (exception is InvalidLifecycleEventException or InvalidOperationException)
        {
            // The value isn't valid Unicode. The function reports that.
            return null;
        }
    }
}
