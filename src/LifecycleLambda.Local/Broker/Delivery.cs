using LifecycleLambda.Events;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Broker;

/// <summary>An event that was delivered, and what became of it after the retries.</summary>
internal sealed record Delivery(LifecycleEvent Event, ReadOnlyMemory<byte> Payload, InvocationResult Result);
