using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Presence;
using LifecycleLambda.Sqs;

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
            lifecycleEvent = LifecycleEventReader.Read(payload.Span, latest.ToUnixTimeMilliseconds());
            var (outcome, stored) = await table.ApplyAsync(lifecycleEvent, cancellationToken);
            log.Write(requestId, outcome, lifecycleEvent, stored);
            return outcome;
        }
        catch (Exception exception) when (exception is InvalidLifecycleEventException or PresenceTableException)
        {
            log.WriteFailure(requestId, exception, lifecycleEvent);
            throw;
        }
    }

    /// <summary>Reads the messages of a batch.</summary>
    /// <exception cref="InvalidLifecycleEventException">The payload is not a batch of SQS messages.</exception>
    internal SqsMessage[] ReadBatch(ReadOnlySpan<byte> payload, string requestId)
    {
        try
        {
            return SqsBatch.Read(payload);
        }
        catch (InvalidLifecycleEventException exception)
        {
            log.WriteFailure(requestId, exception);
            throw;
        }
    }

    /// <summary>Does what a message asks for: applies an event or confirms a disconnect.</summary>
    /// <returns>Whether it is done; otherwise it must be delivered again.</returns>
    internal async Task<bool> TryProcessAsync(SqsMessage message, string requestId, CancellationToken cancellationToken)
    {
        MessageBody body;
        try
        {
            body = MessageBody.Read(message.Body!);
        }
        catch (InvalidLifecycleEventException exception)
        {
            log.WriteFailure(requestId, exception);
            return false;
        }

        try
        {
            _ = body.Disconnect is { } disconnect
                ? await ConfirmAsync(disconnect, requestId, cancellationToken)
                : await ApplyAsync(body.LifecycleEvent, requestId, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is InvalidLifecycleEventException or PresenceTableException)
        {
            return false;
        }
    }

    private async Task<Outcome> ConfirmAsync(LifecycleEvent disconnect, string requestId, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await table.ConfirmAsync(disconnect, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
            log.Write(requestId, outcome, disconnect);
            return outcome;
        }
        catch (PresenceTableException exception)
        {
            log.WriteFailure(requestId, exception, disconnect);
            throw;
        }
    }
}
