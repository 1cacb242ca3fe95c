namespace LifecycleLambda.Local.Simulation;

/// <summary>
/// The guard that most code in the wild uses, <c>stored.versionNumber &lt; event.versionNumber</c>, for comparison: it loses
/// every disconnect and every reset.
/// </summary>
internal sealed class PlainVersionGuard
{
    private readonly Dictionary<int, FleetEvent> _stored = [];

    internal void Apply(FleetEvent lifecycleEvent)
    {
        if (!_stored.TryGetValue(lifecycleEvent.Client, out var stored) || stored.VersionNumber < lifecycleEvent.VersionNumber)
        {
            _stored[lifecycleEvent.Client] = lifecycleEvent;
        }
    }

    /// <summary>Whether the client ends up correctly online or offline.</summary>
    internal bool IsRight(FleetEvent truth) => _stored.TryGetValue(truth.Client, out var stored) && stored.Type == truth.Type;

    internal static double ShareRight(Fleet fleet)
    {
        var guard = new PlainVersionGuard();
        foreach (var delivery in fleet.Deliveries)
        {
            guard.Apply(delivery.Event);
        }

        return (double)fleet.Truth.Count(guard.IsRight) / fleet.Truth.Count;
    }
}
