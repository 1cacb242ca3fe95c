namespace LifecycleLambda.Local.Simulation;

/// <summary>The condition that most other code uses: <c>stored.versionNumber &lt; event.versionNumber</c>. It rejects every disconnect,
/// and every event after a reset.</summary>
internal static class PlainVersionGuard
{
    /// <summary>Returns the share of clients that the guard leaves correctly online or offline.</summary>
    internal static double ShareRight(Fleet fleet)
    {
        // Of the events with the highest version, the first one delivered stays. MaxBy returns that event.
        var stored = fleet.Deliveries
            .GroupBy(delivery => delivery.Event.ClientId, delivery => delivery.Event)
            .ToDictionary(client => client.Key, client => client.MaxBy(arriving => arriving.VersionNumber)!.EventType);
        return (double)fleet.LastEvents.Count(truth => stored.TryGetValue(truth.ClientId, out var type) && type == truth.EventType)
            / fleet.Histories.Count;
    }
}
