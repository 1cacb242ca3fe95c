using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Aws;

/// <summary>An event source mapping with partial batch responses: it empties a queue into the function.</summary>
internal sealed class EventSourceMapping(MessageQueue queue, FunctionPool functions, OutcomeTally tally)
{
    private int _handled;

    /// <summary>How many messages the function has done.</summary>
    internal int Handled => _handled;

    /// <summary>Works until the queue is empty.</summary>
    internal async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (queue.Receive() is { Count: > 0 } batch)
        {
            var result = await functions.InvokeAsync(SqsEvent.ToJson(batch), cancellationToken);
            var failed = result.Succeeded ? SqsEvent.FailedIds(result.Body) : null;
            foreach (var message in batch.Where(message => failed?.Contains(message.MessageId) ?? true))
            {
                queue.Return(message);
            }

            if (failed is not null)
            {
                Interlocked.Add(ref _handled, batch.Count - failed.Count);
                tally.CountBatch(result.RequestId);
            }
        }
    }
}
