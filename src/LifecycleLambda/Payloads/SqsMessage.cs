namespace LifecycleLambda.Payloads;

/// <summary>One message of a batch.</summary>
/// <param name="MessageId">The id by which the response names the message if it must be delivered again.</param>
/// <param name="Body">The text that was sent to the queue.</param>
internal sealed record SqsMessage(string MessageId, string Body);
