using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>An event at a point of the simulated time.</summary>
/// <param name="Event">As the broker publishes it, with its clock's time.</param>
/// <param name="At">When it really happens, or arrives at the function, in ms since the Unix epoch.</param>
internal readonly record struct TimedEvent(LifecycleEvent Event, long At);
