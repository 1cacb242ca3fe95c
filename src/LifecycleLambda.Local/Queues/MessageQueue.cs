using System.Collections.Concurrent;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Queues;

/// <summary>A queue and its event source mapping: batches out, failures back, and out of the way after too many.</summary>
/// <param name="maxReceiveCount">After how many receives a message goes to the dead-letter queue.</param>
/// <param name="deadLetters">Where it goes; it is lost without one.</param>
internal sealed class MessageQueue(int maxReceiveCount = int.MaxValue, MessageQueue? deadLetters = null)
{
    /// <summary>The most messages that an event source mapping of the template passes to the function at a time.</summary>
    internal const int BatchSize = 10;

    /// <summary>How many batches Lambda asks for at once, to begin with.</summary>
    private const int Pollers = 5;

    private readonly ConcurrentQueue<QueuedMessage> _messages = new();
    private int _handled;

    /// <summary>A queue with the template's limit of receives.</summary>
    internal static MessageQueue FromTemplate(string logicalId, MessageQueue deadLetters) =>
        new(StackTemplate.Built.Number(logicalId, "RedrivePolicy", "maxReceiveCount"), deadLetters);

    internal int Count => _messages.Count;

    /// <summary>How many messages the function has done.</summary>
    internal int Handled => _handled;

    internal void Send(string body) => _messages.Enqueue(new(Guid.NewGuid().ToString(), body));

    /// <summary>Works until the queue is empty.</summary>
    /// <param name="functions">The function.</param>
    /// <param name="batchDone">Called with the request id of each batch that did not fail as a whole, from several threads.</param>
    /// <param name="cancellationToken">Ends the work.</param>
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
                var ids = SqsEvent.FailedIds(result.Body);
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
