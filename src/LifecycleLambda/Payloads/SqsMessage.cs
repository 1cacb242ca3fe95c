namespace LifecycleLambda.Payloads;

/// <summary>One message of a batch.</summary>
/// <param name="MessageId">What the answer names where the message must be delivered again.</param>
/// <param name="Body">What was sent to the queue.</param>
internal sealed record SqsMessage(string MessageId, string Body);
