using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Payloads;
using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>
/// Processes payloads and logs their outcomes. An event never reads the table: the condition of the write decides, so that any number of
/// executions can run at once.
/// </summary>
internal sealed class PresenceProcessor(
    IAmazonDynamoDB client, UnprocessableEvents? unprocessable, Settings settings, EventLog log, TimeProvider time)
{
    /// <summary>Processes one payload. Never throws, so that each message of a batch fails alone.</summary>
    /// <returns>The outcome, and the error if the payload failed. An invalid message that was set aside hasn't failed.</returns>
    internal async Task<(Outcome Outcome, Exception? Failure)> ProcessAsync(
        Payload payload, string requestId, CancellationToken cancellationToken)
    {
        if (payload is Payload.Unreadable(var error, var body))
        {
            return error is InvalidLifecycleEventException && body is not null && unprocessable is not null
                ? await SetAsideAsync(unprocessable, body, payload, requestId, error, cancellationToken)
                : Fail(payload, requestId, error);
        }

        try
        {
            var outcome = payload switch
            {
                Payload.Event lifecycleEvent => await ApplyAsync(lifecycleEvent, requestId, cancellationToken),
                Payload.Confirmation confirmation => await ConfirmAsync(confirmation, requestId, cancellationToken),
                Payload.CountRequest => await CountAsync(requestId, cancellationToken),
                _ => throw new UnreachableException($"{payload.GetType().Name} isn't processed as one payload."),
            };
            return (outcome, null);
        }
        catch (Exception exception)
        {
            return Fail(payload, requestId, exception);
        }
    }

    private async Task<Outcome> ApplyAsync(Payload.Event payload, string requestId, CancellationToken cancellationToken)
    {
        var (isWritten, stored) = await WriteAsync(PresenceUpdate.CreateRequest(payload.LifecycleEvent, settings), cancellationToken);
        var outcome = (isWritten, stored?.IsOf(payload.LifecycleEvent)) switch
        {
            (true, _) => Outcome.Applied,
            (false, true) => Outcome.Duplicate,
            // An engine that doesn't return the stored item makes a duplicate stale.
            _ => Outcome.Stale,
        };
        log.Write(requestId, outcome, payload, stored);
        return outcome;
    }

    private async Task<Outcome> ConfirmAsync(Payload.Confirmation payload, string requestId, CancellationToken cancellationToken)
    {
        var request = OfflineConfirmation.CreateRequest(payload.Disconnect, settings.TableName, time.GetUtcNow());
        var (isWritten, _) = await WriteAsync(request, cancellationToken);
        var outcome = isWritten ? Outcome.Confirmed : Outcome.Superseded;
        log.Write(requestId, outcome, payload);
        return outcome;
    }

    private async Task<Outcome> CountAsync(string requestId, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var (connected, known) = await new ClientCounter(client, settings.TableName, settings.CountSegments).CountAsync(cancellationToken);
        log.WriteCount(requestId, connected, known, time.GetElapsedTime(start));
        return Outcome.Counted;
    }

    /// <returns>Whether the event was written. If not, the stored state that rejected the write, if the engine returns it.</returns>
    private async Task<(bool IsWritten, StoredState? Stored)> WriteAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateItemAsync(request, cancellationToken);
            return (true, null);
        }
        catch (ConditionalCheckFailedException rejection)
        {
            return (false, rejection.Item is { } item ? StoredState.FromItem(item) : null);
        }
        catch (Exception exception)
        {
            throw TableFailure.CreateException(exception, $"Cannot write table {settings.TableName}", "dynamodb:UpdateItem");
        }
    }

    // The message would fail at every delivery. As long as it isn't in the other queue, it counts as failed.
    private async Task<(Outcome Outcome, Exception? Failure)> SetAsideAsync(
        UnprocessableEvents queue, string body, Payload payload, string requestId, Exception error, CancellationToken cancellationToken)
    {
        var sendError = await queue.SendAsync(body, cancellationToken);
        log.Write(requestId, Outcome.Invalid, payload, error: error, sentTo: sendError is null ? queue.Url : null, sendError: sendError);
        return (Outcome.Invalid, sendError is null ? null : error);
    }

    private (Outcome Outcome, Exception Failure) Fail(Payload payload, string requestId, Exception error)
    {
        var outcome = error is InvalidLifecycleEventException ? Outcome.Invalid : Outcome.Failed;
        log.Write(requestId, outcome, payload, error: error);
        return (outcome, error);
    }
}
