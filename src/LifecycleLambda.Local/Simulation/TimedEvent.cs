using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>An event at a point of the simulated time.</summary>
/// <param name="Event">The event, whose timestamp is that of the broker's clock.</param>
/// <param name="At">The true time of the event, or of its arrival at the function, in ms since the Unix epoch.</param>
internal readonly record struct TimedEvent(LifecycleEvent Event, long At);
