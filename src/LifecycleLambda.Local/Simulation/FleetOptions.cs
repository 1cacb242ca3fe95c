using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Simulation;

/// <summary>The options of a simulation. Each share is from 0 to 1.</summary>
/// <param name="Clients">The number of clients.</param>
/// <param name="Seed">The same seed gives the same fleet and the same deliveries.</param>
/// <param name="Duplicates">The share of events that are delivered twice.</param>
/// <param name="Loss">The share of events that are never delivered, except for the last event of each client.</param>
/// <param name="Shuffle">Delivers the events in random order.</param>
/// <param name="MostSessions">The most sessions of a client.</param>
/// <param name="Name">The prefix of the client ids. The table must not have such clients yet.</param>
/// <param name="Concurrency">The most deliveries at a time.</param>
/// <param name="ConfirmAfter">The delay of the offline confirmation in simulated time. Null switches confirmations off.</param>
/// <param name="Faults">The share of DynamoDB calls that fail.</param>
/// <param name="Kills">The share of invocations during which the function's process is killed.</param>
/// <param name="Events">Sends the changes through a pipe to an event bus.</param>
/// <param name="LoseLast">The share of clients whose last event is never delivered.</param>
internal sealed record FleetOptions(
    int Clients,
    int Seed = 1,
    double Duplicates = 0,
    double Loss = 0,
    bool Shuffle = false,
    int MostSessions = 8,
    string Name = "device",
    int Concurrency = FunctionPool.DefaultConcurrency,
    TimeSpan? ConfirmAfter = null,
    double Faults = 0,
    double Kills = 0,
    bool Events = false,
    double LoseLast = 0)
{
    /// <summary>True if all events arrive in true order and nothing fails.</summary>
    internal bool IsUndisturbed => this is { Loss: 0, LoseLast: 0, Shuffle: false, Faults: 0, Kills: 0 };
}
