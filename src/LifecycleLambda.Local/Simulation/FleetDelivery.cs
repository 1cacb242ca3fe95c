namespace LifecycleLambda.Local.Simulation;

/// <summary>An event on its way to the function.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Arrival">When it arrives, in ms since the Unix epoch of the simulated time.</param>
internal readonly record struct FleetDelivery(FleetEvent Event, long Arrival);
