namespace LifecycleLambda.Local.Commands;

/// <summary>An event to deliver, and where it came from.</summary>
internal sealed record DeliveredEvent(string Source, ReadOnlyMemory<byte> Payload);
