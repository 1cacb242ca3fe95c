namespace LifecycleLambda.Local.Queues;

/// <summary>A message in a queue, with the number of its receives.</summary>
internal sealed record QueuedMessage(string MessageId, string Body, int Receives = 0);
