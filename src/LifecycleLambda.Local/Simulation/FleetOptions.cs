using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Simulation;

/// <summary>What a simulated fleet goes through.</summary>
/// <param name="Clients">1 or more.</param>
/// <param name="Seed">The same seed gives the same fleet and the same deliveries.</param>
/// <param name="Duplicates">The share of events that are delivered twice, 0 to 1.</param>
/// <param name="Loss">The share of events that are never delivered, 0 to 1; never a client's last.</param>
/// <param name="Shuffle">Whether deliveries come in any order instead of the true one.</param>
/// <param name="MostSessions">How many sessions a client has at most, 1 or more.</param>
internal sealed record FleetOptions(
    int Clients, int Seed = 1, double Duplicates = 0, double Loss = 0, bool Shuffle = false, int MostSessions = 8)
{
    /// <summary>What its client ids begin with: a fleet must find none of its clients in the table.</summary>
    internal string Name { get; init; } = "device";

    /// <summary>How many deliveries are under way at once, each on a function process of its own.</summary>
    internal int Concurrency { get; init; } = FunctionPool.DefaultConcurrency;

    /// <summary>The delay of the offline confirmation in simulated time; absent where it is off.</summary>
    internal TimeSpan? ConfirmAfter { get; init; }

    /// <summary>The share of DynamoDB calls that fail, 0 to 1.</summary>
    internal double Faults { get; init; }

    /// <summary>The share of invocations during which the function's process is killed, 0 to 1.</summary>
    internal double Kills { get; init; }

    /// <summary>Whether the template's pipe sends the changes to an event bus.</summary>
    internal bool Events { get; init; }

    /// <summary>Whether every event arrives, in its order, and nothing fails.</summary>
    internal bool IsUndisturbed => this is { Loss: 0, Shuffle: false, Faults: 0, Kills: 0 };
}
