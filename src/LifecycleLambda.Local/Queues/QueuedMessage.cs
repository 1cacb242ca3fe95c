namespace LifecycleLambda.Local.Queues;

/// <summary>A message in a queue, and how often it was received.</summary>
internal sealed record QueuedMessage(string MessageId, string Body, int Receives = 0);
