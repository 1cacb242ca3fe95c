using LifecycleLambda.Batches;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>One event, or one message of a batch: read, written, logged. A failure is logged and goes on to the caller.</summary>
internal sealed class EventProcessor(PresenceTable table, EventLog log, TimeProvider time, TimeSpan tolerance)
{
    /// <summary>Applies a lifecycle event.</summary>
    /// <exception cref="InvalidLifecycleEventException">The payload is not a lifecycle event.</exception>
    /// <exception cref="PresenceTableException">The table could not be written.</exception>
    internal async Task<Outcome> ApplyAsync(ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken)
    {
        LifecycleEvent? lifecycleEvent = null;
        try
        {
            var latest = time.GetUtcNow() + tolerance;
            lifecycleEvent = LifecycleEvent.Parse(payload.Span, latest.ToUnixTimeMilliseconds());
            var result = await table.ApplyAsync(lifecycleEvent, cancellationToken);
            log.Write(new(requestId, result.Outcome) { LifecycleEvent = lifecycleEvent, Stored = result.Stored });
            return result.Outcome;
        }
        catch (Exception exception) when (exception is InvalidLifecycleEventException or PresenceTableException)
        {
            LogFailure(requestId, lifecycleEvent, exception);
            throw;
        }
    }

    /// <summary>Does what a message asks for: applies an event or confirms a disconnect (DESIGN section 6).</summary>
    /// <exception cref="InvalidLifecycleEventException">The message holds neither.</exception>
    /// <exception cref="PresenceTableException">The table could not be written.</exception>
    internal async Task<Outcome> HandleAsync(SqsMessage message, string requestId, CancellationToken cancellationToken)
    {
        MessageBody body;
        try
        {
            body = MessageBody.Read(message.Body!);
        }
        catch (InvalidLifecycleEventException exception)
        {
            LogFailure(requestId, lifecycleEvent: null, exception);
            throw;
        }

        return body.Disconnect is { } disconnect
            ? await ConfirmAsync(disconnect, requestId, cancellationToken)
            : await ApplyAsync(body.LifecycleEvent, requestId, cancellationToken);
    }

    private async Task<Outcome> ConfirmAsync(LifecycleEvent disconnect, string requestId, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await table.ConfirmAsync(disconnect, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
            log.Write(new(requestId, outcome) { LifecycleEvent = disconnect });
            return outcome;
        }
        catch (PresenceTableException exception)
        {
            LogFailure(requestId, disconnect, exception);
            throw;
        }
    }

    /// <summary>Writes the line of what failed: Invalid or Failed.</summary>
    internal void LogFailure(string requestId, LifecycleEvent? lifecycleEvent, Exception exception)
    {
        var outcome = exception is InvalidLifecycleEventException ? Outcome.Invalid : Outcome.Failed;
        log.Write(new(requestId, outcome) { LifecycleEvent = lifecycleEvent, Error = exception });
    }
}
