using LifecycleLambda.Events;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Output;

/// <summary>A delivered event and the result of its last attempt.</summary>
internal sealed record Delivery(LifecycleEvent Event, ReadOnlyMemory<byte> Payload, InvocationResult Result)
{
    /// <summary>The report. Its source is the disconnect reason, because the event comes from no file.</summary>
    internal EventReport Report { get; } = EventReport.FromResult(Event.DisconnectReason ?? "", Payload, Result);
}
