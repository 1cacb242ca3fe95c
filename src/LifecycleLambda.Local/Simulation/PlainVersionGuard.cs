using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>The condition that most other code uses, <c>stored.versionNumber &lt; event.versionNumber</c>. It loses every disconnect and
/// every reset.</summary>
internal static class PlainVersionGuard
{
    /// <summary>Returns the share of clients that the guard leaves correctly online or offline.</summary>
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

        return (double)fleet.Truth.Count(truth => stored[truth.ClientId].EventType == truth.EventType) / fleet.Histories.Count;
    }
}
