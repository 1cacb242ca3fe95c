using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Online;

/// <summary>Selects the clients to list. Unreadable items are listed too, unless their readable attributes rule that out.</summary>
/// <param name="State">Online or offline.</param>
/// <param name="IsConfirmed">If true, selects only clients that are confirmed offline.</param>
/// <param name="Since">Selects only clients whose state began at this time or earlier.</param>
internal sealed record PresenceFilter(PresenceState State, bool IsConfirmed = false, DateTimeOffset? Since = null)
{
    /// <summary>The event type of the clients that aren't listed.</summary>
    internal LifecycleEventType Opposite =>
        State is PresenceState.Online ? LifecycleEventType.Disconnected : LifecycleEventType.Connected;

    internal bool Matches(PresenceItem item)
    {
        var isTooRecent = item.Since > Since;
        return !isTooRecent && (item.State is PresenceState.Unreadable
            ? item.EventType != Opposite
            : item.State == State && (!IsConfirmed || item.IsConfirmed));
    }

    public override string ToString() => (State, IsConfirmed) switch
    {
        (PresenceState.Online, _) => "online",
        (_, true) => "confirmed offline",
        _ => "offline",
    };
}
