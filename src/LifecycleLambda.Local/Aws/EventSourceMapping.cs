using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Aws;

/// <summary>An event source mapping with partial batch responses: it empties a queue into the function.</summary>
internal sealed class EventSourceMapping(MessageQueue queue, FunctionPool functions, OutcomeTally tally)
{
    /// <summary>How many batches Lambda asks for at once, to begin with.</summary>
    private const int Pollers = 5;

    private int _handled;

    /// <summary>How many messages the function has done.</summary>
    internal int Handled => _handled;

    /// <summary>Works until the queue is empty.</summary>
    internal Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Pollers).Select(_ => PollAsync(cancellationToken)));

    private async Task PollAsync(CancellationToken cancellationToken)
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
