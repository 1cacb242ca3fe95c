using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>
/// The guard that most code in the wild uses, <c>stored.versionNumber &lt; event.versionNumber</c>, for comparison: it loses
/// every disconnect and every reset.
/// </summary>
internal static class PlainVersionGuard
{
    /// <summary>The share of clients that it leaves correctly online or offline.</summary>
    internal static double ShareRight(Fleet fleet)
    {
        var stored = new Dictionary<string, LifecycleEvent>();
        foreach (var (arriving, _) in fleet.Deliveries)
        {
            if (!stored.TryGetValue(arriving.ClientId, out var state) || state.VersionNumber < arriving.VersionNumber)
            {
                stored[arriving.ClientId] = arriving;
            }
        }

        // A client's last event is never lost: each has a state.
        return (double)fleet.Truth.Count(truth => stored[truth.ClientId].EventType == truth.EventType) / fleet.Histories.Count;
    }
}
