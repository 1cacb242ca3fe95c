using LifecycleLambda.Batches;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>
/// An SQS batch: its messages are handled concurrently, in no order, and each fails alone. Near the deadline what is not done yet
/// fails at once, so that it is delivered again instead of being lost with the sandbox.
/// </summary>
internal sealed class BatchProcessor(EventProcessor events)
{
    /// <summary>Enough to hide DynamoDB's latency; more would only make a small function wait for its processor.</summary>
    private const int Concurrency = 4;

    /// <summary>Handles every message of a batch.</summary>
    /// <returns>The ids of the messages that must be delivered again.</returns>
    /// <exception cref="InvalidLifecycleEventException">The payload is not a batch of SQS messages.</exception>
    internal async Task<IEnumerable<string>> HandleAsync(ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken)
    {
        var messages = Read(payload, requestId);
        var failed = new bool[messages.Length];
        using var free = new SemaphoreSlim(Concurrency);
        await Task.WhenAll(messages.Select(HandleOneAsync));
        return messages.Where((_, i) => failed[i]).Select(message => message.MessageId!);

        async Task HandleOneAsync(SqsMessage message, int i)
        {
            // Not cancelled: each message is reported and logged, also one that the deadline leaves no time for.
            await free.WaitAsync(CancellationToken.None);
            try
            {
                await events.HandleAsync(message, requestId, cancellationToken);
            }
            catch (Exception exception) when (exception is InvalidLifecycleEventException or PresenceTableException)
            {
                failed[i] = true;
            }
            finally
            {
                free.Release();
            }
        }
    }

    private SqsMessage[] Read(ReadOnlyMemory<byte> payload, string requestId)
    {
        try
        {
            return SqsBatch.Read(payload.Span);
        }
        catch (InvalidLifecycleEventException exception)
        {
            events.LogFailure(requestId, lifecycleEvent: null, exception);
            throw;
        }
    }
}
