using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Output;

/// <summary>How a simulated fleet came out.</summary>
/// <param name="Clients">How many clients it had.</param>
/// <param name="Events">How many events happened.</param>
/// <param name="Deliveries">How many reached the function, duplicates included.</param>
/// <param name="Outcomes">How many deliveries had each outcome.</param>
/// <param name="Wrong">The clients whose stored state is not the true one.</param>
/// <param name="PlainGuardShare">The share of clients, 0 to 1, that a plain version guard would have left right.</param>
/// <param name="Elapsed">How long the delivery took.</param>
internal sealed record SimulationReport(
    int Clients,
    int Events,
    int Deliveries,
    IReadOnlyDictionary<string, int> Outcomes,
    IReadOnlyList<string> Wrong,
    double PlainGuardShare,
    TimeSpan Elapsed)
{
    /// <summary>Invocations that were retries.</summary>
    internal int Retries { get; init; }

    /// <summary>Events that failed three times and went to the failed-events queue.</summary>
    internal int FailedEvents { get; init; }

    /// <summary>Messages of the failed-events queue that the function handled.</summary>
    internal int Redriven { get; init; }

    /// <summary>Messages that failed during redrive until they were given up.</summary>
    internal int Unprocessable { get; init; }

    /// <summary>Deliveries that neither had an outcome nor were given up: must be 0.</summary>
    internal int Unaccounted { get; init; }

    /// <summary>Confirmations of clients that had been back by then. Only an event that was lost, late or failed can cause one.</summary>
    internal int FalseConfirmations { get; init; }

    /// <summary>What the pipe sent to the event bus; absent where it was not asked for.</summary>
    internal IReadOnlyList<BusEvent>? BusEvents { get; init; }

    /// <summary>The events on the bus by kind, the most frequent first.</summary>
    internal IEnumerable<IGrouping<string, BusEvent>> BusKinds() => (BusEvents ?? []).GroupBy(sent => sent.Kind).OrderByDescending(kind => kind.Count());

    /// <summary>What a function process held on to during the first tenth of the deliveries.</summary>
    internal ProcessFigures FirstTenth { get; init; }

    /// <summary>The same during the last tenth: growth is a leak.</summary>
    internal ProcessFigures LastTenth { get; init; }

    /// <summary>Whether every event arrived, in its order, and nothing failed: then no confirmation may be false.</summary>
    internal bool IsUndisturbed { get; init; }

    internal bool Succeeded => Wrong.Count is 0 && Unaccounted is 0 && !(IsUndisturbed && FalseConfirmations > 0);

    internal int Right => Clients - Wrong.Count;

    internal double Share => (double)Right / Clients;

    internal double Rate => Deliveries / Math.Max(Elapsed.TotalSeconds, 0.001);

    /// <summary>The figures of what went wrong on the way, for a person: those that are not 0.</summary>
    internal IEnumerable<(string Name, int Count)> Faults() => new (string Name, int Count)[]
    {
        ("retries", Retries),
        ("failed events", FailedEvents),
        ("redriven", Redriven),
        ("unprocessable", Unprocessable),
        ("unaccounted", Unaccounted),
        ("false confirmations", FalseConfirmations),
    }.Where(fault => fault.Count is not 0);
}
