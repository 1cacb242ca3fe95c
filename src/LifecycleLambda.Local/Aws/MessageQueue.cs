using System.Collections.Concurrent;

namespace LifecycleLambda.Local.Aws;

/// <summary>A queue as an event source mapping sees it: batches out, failures back, and out of the way after too many.</summary>
/// <param name="maxReceiveCount">After how many receives a message goes to the dead-letter queue.</param>
/// <param name="deadLetters">Where it goes; it is lost without one.</param>
internal sealed class MessageQueue(int maxReceiveCount = int.MaxValue, MessageQueue? deadLetters = null)
{
    /// <summary>The most that an event source mapping hands over by default.</summary>
    private const int BatchSize = 10;

    private readonly ConcurrentQueue<QueuedMessage> _messages = new();

    internal int Count => _messages.Count;

    internal void Send(string body) => _messages.Enqueue(QueuedMessage.Of(body));

    internal IReadOnlyList<QueuedMessage> Receive()
    {
        var batch = new List<QueuedMessage>(BatchSize);
        while (batch.Count < BatchSize && _messages.TryDequeue(out var message))
        {
            batch.Add(message with { Receives = message.Receives + 1 });
        }

        return batch;
    }

    internal void Return(QueuedMessage message)
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
