using LifecycleLambda.Events;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Output;

/// <summary>An event that was delivered, and the result of the last attempt.</summary>
internal sealed record Delivery(LifecycleEvent Event, ReadOnlyMemory<byte> Payload, InvocationResult Result)
{
    /// <summary>The report, whose source is the reason of a disconnect.</summary>
    internal EventReport Report { get; } = EventReport.Of(Event.DisconnectReason ?? "", Payload, Result);
}
