namespace LifecycleLambda.Local.Simulation;

/// <summary>How a fleet is delivered.</summary>
/// <param name="Concurrency">How many deliveries are under way at once, each on a function process of its own.</param>
/// <param name="ConfirmAfter">The delay of the offline confirmation in simulated time; absent where it is off.</param>
/// <param name="Faults">The share of DynamoDB calls that fail, 0 to 1.</param>
/// <param name="Kills">The share of invocations during which the function's process is killed, 0 to 1.</param>
/// <param name="Events">Whether the template's pipe sends the changes to an event bus.</param>
internal sealed record RunOptions(int Concurrency = 4, TimeSpan? ConfirmAfter = null, double Faults = 0, double Kills = 0, bool Events = false);
