namespace LifecycleLambda.Local.Aws;

/// <summary>A message in a queue.</summary>
/// <param name="MessageId">Unique.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Receives">How often it was received before.</param>
internal sealed record QueuedMessage(string MessageId, string Body, int Receives = 0);
