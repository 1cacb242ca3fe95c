using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>Compares a table with each client's last event, which is its true state.</summary>
internal static class ExpectedStates
{
    /// <summary>Returns the clients whose item doesn't show their true state. A repaired item needs neither version nor session.</summary>
    /// <param name="lastEvents">The last event of each client.</param>
    /// <param name="items">The table.</param>
    /// <param name="confirmed">Requires that exactly the offline clients have a confirmation.</param>
    /// <param name="lossy">Compares only who is online, because lost events also lose versions and sessions. No item means offline.</param>
    internal static IReadOnlyList<string> WrongIn(
        IEnumerable<LifecycleEvent> lastEvents, IEnumerable<PresenceItem> items, bool confirmed = false, bool lossy = false)
    {
        var stored = items.ToDictionary(item => item.ClientId);
        return [.. lastEvents.Where(last => !IsRight(last, stored.GetValueOrDefault(last.ClientId))).Select(last => last.ClientId)];

        bool IsRight(LifecycleEvent last, PresenceItem? item)
        {
            var isOnline = last.EventType is LifecycleEventType.Connected;
            if (lossy)
            {
                var shown = item?.State ?? PresenceState.Unknown;
                return isOnline ? shown is PresenceState.Online : shown is PresenceState.Offline or PresenceState.Unknown;
            }

            return item?.State == (isOnline ? PresenceState.Online : PresenceState.Offline)
                && (item.Version is PresenceAttributes.RepairedVersion
                    || (item.Version == last.VersionNumber && item.Session == last.SessionIdentifier))
                && (!confirmed || isOnline != item.IsConfirmed);
        }
    }
}
