using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Simulation;

/// <summary>A delivered fleet, to be held against the table after the functions have ended.</summary>
internal sealed record FleetResult(Fleet Fleet, RunOptions Options, OutcomeTally Tally, TimeSpan Elapsed)
{
    internal int Retries { get; init; }

    internal int FailedEvents { get; init; }

    internal int Redriven { get; init; }

    internal int Unprocessable { get; init; }

    internal IReadOnlyList<(string ClientId, string Session)> Confirmed { get; init; } = [];

    /// <summary>What the pipe sent to the event bus; absent where it was not asked for.</summary>
    internal IReadOnlyList<BusEvent>? BusEvents { get; init; }

    /// <summary>The functions' processes, measured at each hundredth of the deliveries.</summary>
    internal IReadOnlyList<ProcessFigures> Figures { get; init; } = [];

    /// <summary>Holds every client's item against the truth.</summary>
    internal SimulationReport Judge(IEnumerable<Dictionary<string, AttributeValue>> items)
    {
        var stored = items.ToDictionary(item => item["clientId"].S);
        var outcomes = Tally.Sums();
        return new SimulationReport(
            Fleet.Truth.Count,
            Fleet.Events,
            Fleet.Deliveries.Count,
            outcomes,
            [.. Fleet.Truth.Where(truth => !IsRight(truth, stored.GetValueOrDefault(truth.ClientId))).Select(truth => truth.ClientId)],
            PlainVersionGuard.ShareRight(Fleet),
            Elapsed)
        {
            Retries = Retries,
            FailedEvents = FailedEvents,
            Redriven = Redriven,
            Unprocessable = Unprocessable,
            Unaccounted = Fleet.Deliveries.Count - Unprocessable - Sum(outcomes, "Applied", "Duplicate", "Stale"),
            BusEvents = BusEvents,
            FirstTenth = Tenth(fromEnd: false),
            LastTenth = Tenth(fromEnd: true),
            IsUndisturbed = Options is { Faults: 0, Kills: 0 } && Fleet.Options is { Loss: 0, Shuffle: false },
            FalseConfirmations = Options.ConfirmAfter is { } delay ? Confirmed.Count(confirmed => CameBackWithin(delay, confirmed)) : 0,
        };
    }

    // With the confirmation on, being offline for good must show too, and being online must show no trace of an old one.
    private bool IsRight(FleetEvent truth, Dictionary<string, AttributeValue>? item) =>
        Fleet.IsRight(truth, item)
        && (Options.ConfirmAfter is null
            || item!.ContainsKey("offlineConfirmedAt") == truth.Type is LifecycleEventType.Disconnected);

    private ProcessFigures Tenth(bool fromEnd)
    {
        var count = Figures.Count / 10;
        return ProcessFigures.Average([.. fromEnd ? Figures.TakeLast(count) : Figures.Take(count)]);
    }

    private bool CameBackWithin(TimeSpan delay, (string ClientId, string Session) confirmed)
    {
        var client = int.Parse(confirmed.ClientId.AsSpan(Fleet.Options.Name.Length + 1));
        var history = ClientHistory.Generate(client, Fleet.Options);
        var disconnect = history.Single(e => e.Type is LifecycleEventType.Disconnected && e.SessionIdentifier == confirmed.Session);
        return history.Any(e =>
            e.Type is LifecycleEventType.Connected
            && e.Session > disconnect.Session
            && e.At < disconnect.At + (long)delay.TotalMilliseconds);
    }

    private static int Sum(IReadOnlyDictionary<string, int> outcomes, params ReadOnlySpan<string> names)
    {
        var sum = 0;
        foreach (var name in names)
        {
            sum += outcomes.GetValueOrDefault(name);
        }

        return sum;
    }
}
