using System.Collections.Concurrent;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Queues;

/// <summary>A queue with its event source mapping. A failed message returns to the queue until it reaches the limit of receives.</summary>
/// <param name="maxReceiveCount">The number of receives after which a message goes to the dead-letter queue.</param>
/// <param name="deadLetters">The dead-letter queue. Without one, the message is deleted.</param>
internal sealed class MessageQueue(int maxReceiveCount = int.MaxValue, MessageQueue? deadLetters = null)
{
    /// <summary>The most messages in a batch, as in the template's event source mappings.</summary>
    internal const int BatchSize = 10;

    /// <summary>The number of parallel batches with which Lambda starts.</summary>
    private const int Pollers = 5;

    private readonly ConcurrentQueue<QueuedMessage> _messages = new();
    private int _handled;

    internal static MessageQueue FromTemplate(string logicalId, MessageQueue deadLetters) =>
        new(StackTemplate.Default.ReadNumber(logicalId, "RedrivePolicy", "maxReceiveCount"), deadLetters);

    internal int Count => _messages.Count;
    internal int Handled => _handled;

    internal void Send(string body) => _messages.Enqueue(new(Guid.NewGuid().ToString(), body));

    /// <summary>Delivers messages until the queue is empty. Calls <paramref name="batchDone"/> from several threads with the request id of
    /// each successful batch.</summary>
    internal Task DrainAsync(FunctionPool functions, Action<string> batchDone, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Pollers).Select(_ => PollAsync(functions, batchDone, cancellationToken)));

    private async Task PollAsync(FunctionPool functions, Action<string> batchDone, CancellationToken cancellationToken)
    {
        while (Receive() is { Count: > 0 } batch)
        {
            var result = await functions.InvokeAsync(SqsEvent.ToJson(batch), cancellationToken);
            var failed = batch;
            if (result.Succeeded)
            {
                var ids = SqsEvent.ReadFailedIds(result.Body);
                failed = batch.FindAll(message => ids.Contains(message.MessageId));
                batchDone(result.RequestId);
            }

            Interlocked.Add(ref _handled, batch.Count - failed.Count);
            failed.ForEach(Return);
        }
    }

    private List<QueuedMessage> Receive()
    {
        var batch = new List<QueuedMessage>(BatchSize);
        while (batch.Count < BatchSize && _messages.TryDequeue(out var message))
        {
            batch.Add(message with { Receives = message.Receives + 1 });
        }

        return batch;
    }

    private void Return(QueuedMessage message)
    {
        if (message.Receives < maxReceiveCount)
        {
            _messages.Enqueue(message);
        }
        else
        {
            deadLetters?.Send(message.Body);
        }
    }
}
