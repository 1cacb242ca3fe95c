using LifecycleLambda.Events;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Output;

/// <summary>An event that was delivered, and what became of it after the retries.</summary>
internal sealed record Delivery(LifecycleEvent Event, ReadOnlyMemory<byte> Payload, InvocationResult Result)
{
    /// <summary>The same for a person, with the reason of a disconnect.</summary>
    internal EventReport Report { get; } = EventReport.Of(Event.DisconnectReason ?? "", Payload, Result);
}
