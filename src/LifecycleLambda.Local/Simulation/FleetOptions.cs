using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Simulation;

/// <summary>The options of a simulation.</summary>
/// <param name="Clients">1 or more.</param>
/// <param name="Seed">The same seed gives the same fleet and the same deliveries.</param>
/// <param name="Duplicates">The share of events that are delivered twice, 0 to 1.</param>
/// <param name="Loss">The share of events that are never delivered, 0 to 1. A client's last event is always delivered.</param>
/// <param name="Shuffle">Whether the events arrive in random order.</param>
/// <param name="MostSessions">The most sessions of a client, 1 or more.</param>
internal sealed record FleetOptions(
    int Clients, int Seed = 1, double Duplicates = 0, double Loss = 0, bool Shuffle = false, int MostSessions = 8)
{
    /// <summary>The prefix of the client ids. The table must not have clients with this prefix.</summary>
    internal string Name { get; init; } = "device";

    internal int Concurrency { get; init; } = FunctionPool.DefaultConcurrency;

    /// <summary>The delay of the offline confirmation in simulated time. Without a value, nothing is confirmed.</summary>
    internal TimeSpan? ConfirmAfter { get; init; }

    /// <summary>The share of DynamoDB calls that fail, 0 to 1.</summary>
    internal double Faults { get; init; }

    /// <summary>The share of invocations during which the function's process is killed, 0 to 1.</summary>
    internal double Kills { get; init; }

    /// <summary>Whether a pipe sends the changes to an event bus.</summary>
    internal bool Events { get; init; }

    /// <summary>Whether all events arrive in true order and nothing fails.</summary>
    internal bool IsUndisturbed => this is { Loss: 0, Shuffle: false, Faults: 0, Kills: 0 };
}
