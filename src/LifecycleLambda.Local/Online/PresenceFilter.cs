using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Online;

/// <summary>
/// The clients that a listing shows. An unreadable item is shown too, unless its event type is readable and is the opposite.
/// </summary>
/// <param name="State">Online or offline.</param>
/// <param name="IsConfirmed">Whether only clients are shown whose disconnect is confirmed.</param>
/// <param name="Since">Only clients whose state began by then.</param>
/// <param name="Prefix">Only clients whose id begins so.</param>
internal sealed record PresenceFilter(PresenceState State, bool IsConfirmed = false, DateTimeOffset? Since = null, string? Prefix = null)
{
    /// <summary>The event type of the clients that are not shown.</summary>
    internal LifecycleEventType Opposite =>
        State is PresenceState.Online ? LifecycleEventType.Disconnected : LifecycleEventType.Connected;

    /// <summary>Whether the item is shown. The prefix isn't looked at, because the table's scan does that.</summary>
    internal bool Shows(PresenceItem item)
    {
        var isTooRecent = item.Since > Since;
        return !isTooRecent && (item.State is PresenceState.Unreadable
            ? item.EventType != Opposite
            : item.State == State && (!IsConfirmed || item.IsConfirmed));
    }

    /// <summary>What the clients are called, in words.</summary>
    public override string ToString() => (State, IsConfirmed) switch
    {
        (PresenceState.Online, _) => "online",
        (_, true) => "confirmed offline",
        _ => "offline",
    };
}
