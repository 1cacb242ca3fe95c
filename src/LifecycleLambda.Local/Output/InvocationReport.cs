using System.Text;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Queues;
using LifecycleLambda.Payloads;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Output;

/// <summary>Creates the reports of an invocation: one for an event or a count, and one for each message of a batch.</summary>
internal static class InvocationReport
{
    /// <param name="source">The name of the payload's source.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="result">The result of the invocation.</param>
    /// <param name="log">The function's log, which contains the outcomes of messages and the figures of a count.</param>
    /// <param name="tolerance">The function's timestamp tolerance.</param>
    /// <param name="cancellationToken">Cancels the wait for the log.</param>
    internal static async Task<IEnumerable<EventReport>> CreateAsync(
        string source,
        ReadOnlyMemory<byte> payload,
        InvocationResult result,
        FunctionLog log,
        TimeSpan tolerance,
        CancellationToken cancellationToken)
    {
        var latestTimestamp = (DateTimeOffset.UtcNow + tolerance).ToUnixTimeMilliseconds();
        switch (Payload.Read(payload, latestTimestamp))
        {
            case Payload.Batch(var messages) when result.Succeeded || result.ErrorType is nameof(FailedBatchException):
                var failed = result.Succeeded ? SqsEvent.ReadFailedIds(result.Body) : [.. messages.Select(message => message.MessageId)];
                var lines = await log.ReadAsync(result.RequestId, messages.Length, cancellationToken);
                return messages.Index().Select(message => Message(
                    messages.Length is 1 ? source : $"{source}, message {message.Index + 1}",
                    message.Item.Body,
                    failed.Contains(message.Item.MessageId),
                    lines,
                    latestTimestamp));
            case Payload.CountRequest when result.Succeeded:
                return (await log.ReadAsync(result.RequestId, count: 1, cancellationToken)).Select(line => Count(source, result, line));
            default:
                return [EventReport.FromResult(source, payload, result)];
        }
    }

    private static EventReport Count(string source, InvocationResult result, JsonElement line) =>
        EventReport.FromEvent(source, default, result.Outcome, Error(line)) with
        {
            ConnectedClients = Number(line, "ConnectedClients"),
            KnownClients = Number(line, "KnownClients"),
        };

    // Each line is used only once, because a batch can contain the same event twice.
    private static EventReport Message(string source, string body, bool isFailed, List<JsonElement> lines, long latestTimestamp)
    {
        var payload = Payload.ReadMessage(body, latestTimestamp);
        var found = lines.FindIndex(line => isFailed == IsFailure(line) && IsAbout(payload, line));
        var line = found < 0 ? default : lines[found];
        if (found >= 0)
        {
            lines.RemoveAt(found);
        }

        var outcome = ReadOutcome(line) ?? (isFailed ? Outcome.Failed : null);
        var report = EventReport.FromEvent(source, Unwrap(body), outcome, Error(line));
        return payload is Payload.Confirmation(var disconnect)
            ? report with
            {
                ClientId = disconnect.ClientId,
                EventType = AwsEventType.Disconnected,
                VersionNumber = disconnect.VersionNumber,
            }
            : report;
    }

    private static bool IsAbout(Payload payload, JsonElement line) => payload switch
    {
        // Only the line of an event has an age.
        Payload.Event(var e) => Number(line, "EventAge") is not null && IsAbout(line, e.ClientId, e.EventType.ToAwsName(), e.VersionNumber),
        Payload.Confirmation(var d) => Number(line, "EventAge") is null
            && IsAbout(line, d.ClientId, AwsEventType.Disconnected, d.VersionNumber),
        Payload.Unreadable(var error, _) => line.Text("errorMessage") == error.Message,
        _ => false,
    };

    private static bool IsAbout(JsonElement line, string clientId, string eventType, long versionNumber) =>
        line.Text("clientId") == clientId && line.Text("eventType") == eventType && Number(line, "versionNumber") == versionNumber;

    private static bool IsFailure(JsonElement line) => ReadOutcome(line) is Outcome.Invalid or Outcome.Failed;

    private static Outcome? ReadOutcome(JsonElement line) => Enum.TryParse<Outcome>(line.Text("outcome"), out var outcome) ? outcome : null;

    private static string? Error(JsonElement line) =>
        line.Text("errorMessage") is { } message ? $"{line.Text("errorType")}: {message}" : null;

    private static long? Number(JsonElement line, string name) => line.Field(name)?.GetInt64();

    private static JsonElement Unwrap(string body)
    {
        try
        {
            var json = JsonPayload.Parse(Encoding.UTF8.GetBytes(body));
            return Payload.Unwrap(json) ?? json;
        }
        catch (InvalidLifecycleEventException)
        {
            // The body isn't JSON. The function's error gives the reason.
            return default;
        }
    }
}
