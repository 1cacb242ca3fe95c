using LifecycleLambda.Events;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>Holds a table against what is true of each client: its last event.</summary>
internal static class ExpectedStates
{
    /// <summary>The clients whose item does not show their true state.</summary>
    /// <param name="truth">The last event of each client.</param>
    /// <param name="items">The table.</param>
    /// <param name="confirmed">Whether being offline must be confirmed, and being online show no trace of an old confirmation.</param>
    internal static IReadOnlyList<string> WrongIn(
        IEnumerable<LifecycleEvent> truth, IEnumerable<PresenceItem> items, bool confirmed = false)
    {
        var stored = items.ToDictionary(item => item.ClientId);
        return [.. truth.Where(last => !IsRight(last, stored.GetValueOrDefault(last.ClientId))).Select(last => last.ClientId)];

        bool IsRight(LifecycleEvent last, PresenceItem? item)
        {
            var isOnline = last.EventType is LifecycleEventType.Connected;
            return item?.State == (isOnline ? PresenceState.Online : PresenceState.Offline)
                && item.Version == last.VersionNumber
                && item.Session == last.SessionIdentifier
                && (!confirmed || isOnline != item.IsConfirmed);
        }
    }
}
