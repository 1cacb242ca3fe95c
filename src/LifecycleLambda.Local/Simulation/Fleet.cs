using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Simulation;

/// <summary>A simulated fleet.</summary>
/// <param name="Options">The simulation's options.</param>
/// <param name="Histories">Each client's events in true order.</param>
/// <param name="Deliveries">The events in the order of their delivery. Some are delivered twice, and some never.</param>
internal sealed record Fleet(
    FleetOptions Options, IReadOnlyDictionary<string, IReadOnlyList<TimedEvent>> Histories, IReadOnlyList<TimedEvent> Deliveries)
{
    private static readonly TimeSpan LatestDuplicate = TimeSpan.FromMinutes(10);

    /// <summary>The last event of each client: its true state.</summary>
    internal IEnumerable<LifecycleEvent> LastEvents => Histories.Values.Select(history => history[^1].Event);

    internal static Fleet Generate(FleetOptions options)
    {
        var random = new Random(options.Seed);
        var histories = new Dictionary<string, IReadOnlyList<TimedEvent>>();
        var deliveries = new List<TimedEvent>();
        for (var client = 0; client < options.Clients; client++)
        {
            var history = ClientHistory.Generate(client, options);
            histories.Add(history[0].Event.ClientId, history);
            foreach (var (i, happened) in history.Index())
            {
                var isLast = i == history.Count - 1;
                // Without --lose-last, a last event uses no random number, so that a seed gives the same fleet as ever.
                if ((!isLast || options.LoseLast > 0) && random.NextDouble() < (isLast ? options.LoseLast : options.Loss))
                {
                    continue;
                }

                deliveries.Add(happened);
                if (random.NextDouble() < options.Duplicates)
                {
                    deliveries.Add(happened with { At = happened.At + random.NextInt64((long)LatestDuplicate.TotalMilliseconds) });
                }
            }
        }

        TimedEvent[] ordered = [.. deliveries.OrderBy(delivery => delivery.At)];
        var events = Array.ConvertAll(ordered, delivery => delivery.Event);
        if (options.Shuffle)
        {
            random.Shuffle(events);
        }

        return new Fleet(options, histories, [.. ordered.Zip(events, (delivery, arriving) => delivery with { Event = arriving })]);
    }

    internal IReadOnlyList<string> WrongIn(IEnumerable<PresenceItem> items) =>
        ExpectedStates.WrongIn(LastEvents, items, confirmed: Options.ConfirmAfter is not null, lossy: Options.LoseLast > 0);
}
