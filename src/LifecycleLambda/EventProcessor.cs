using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Presence;
using LifecycleLambda.Payloads;

namespace LifecycleLambda;

/// <summary>One event, or one message of a batch: read, written, logged.</summary>
internal sealed class EventProcessor(PresenceTable table, EventLog log, TimeProvider time, TimeSpan tolerance)
{
    /// <summary>Applies a lifecycle event.</summary>
    /// <exception cref="InvalidLifecycleEventException">The payload is not a lifecycle event.</exception>
    /// <exception cref="PresenceTableException">The table could not be written.</exception>
    internal Task<Outcome> ApplyAsync(JsonElement payload, string requestId, CancellationToken cancellationToken) =>
        ProcessAsync(latest => (LifecycleEventReader.Read(payload, latest), false), requestId, cancellationToken);

    /// <summary>Does what a message asks for: applies an event or confirms a disconnect.</summary>
    /// <returns>Whether it is done; otherwise it must be delivered again.</returns>
    internal async Task<bool> TryProcessAsync(SqsMessage message, string requestId, CancellationToken cancellationToken)
    {
        try
        {
            await ProcessAsync(latest => MessageBody.Read(message.Body, latest), requestId, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is InvalidLifecycleEventException or PresenceTableException)
        {
            return false;
        }
    }

    private async Task<Outcome> ProcessAsync(
        Func<long, (LifecycleEvent Event, bool IsConfirmation)> read, string requestId, CancellationToken cancellationToken)
    {
        LifecycleEvent? lifecycleEvent = null;
        try
        {
            var now = time.GetUtcNow();
            (lifecycleEvent, var isConfirmation) = read((now + tolerance).ToUnixTimeMilliseconds());
            var (outcome, stored) = isConfirmation
                ? (await table.ConfirmAsync(lifecycleEvent, now.ToUnixTimeMilliseconds(), cancellationToken), null)
                : await table.ApplyAsync(lifecycleEvent, cancellationToken);
            log.Write(requestId, outcome, lifecycleEvent, stored);
            return outcome;
        }
        catch (Exception exception) when (exception is InvalidLifecycleEventException or PresenceTableException)
        {
            log.WriteFailure(requestId, exception, lifecycleEvent);
            throw;
        }
    }
}
