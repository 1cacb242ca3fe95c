using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Simulation;

/// <summary>A fleet: what really happened, and in which order and number it is delivered.</summary>
/// <param name="Options">What it was made from.</param>
/// <param name="Histories">What happened to each client, in true order.</param>
/// <param name="Deliveries">The events as they reach the function.</param>
internal sealed record Fleet(
    FleetOptions Options, IReadOnlyDictionary<string, IReadOnlyList<TimedEvent>> Histories, IReadOnlyList<TimedEvent> Deliveries)
{
    private static readonly TimeSpan LatestDuplicate = TimeSpan.FromMinutes(10);

    /// <summary>The last event of each client: its true state.</summary>
    internal IEnumerable<LifecycleEvent> Truth => Histories.Values.Select(history => history[^1].Event);

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
                if (i < history.Count - 1 && random.NextDouble() < options.Loss)
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
            // The events trade places: any of them can arrive at any time.
            random.Shuffle(events);
        }

        return new Fleet(options, histories, [.. ordered.Zip(events, (delivery, lifecycleEvent) => delivery with { Event = lifecycleEvent })]);
    }

    /// <summary>The clients whose item does not show their true state.</summary>
    internal IReadOnlyList<string> WrongIn(IEnumerable<PresenceItem> items) =>
        ExpectedStates.WrongIn(Truth, items, confirmed: Options.ConfirmAfter is not null);
}
