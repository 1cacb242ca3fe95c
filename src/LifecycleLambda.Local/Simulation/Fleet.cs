using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>A fleet: what really happened, and in which order and number it is delivered.</summary>
/// <param name="Options">What it was made from.</param>
/// <param name="Truth">The last event of each client: its true state.</param>
/// <param name="Deliveries">The events as they reach the function.</param>
/// <param name="Events">How many events happened.</param>
internal sealed record Fleet(FleetOptions Options, IReadOnlyList<FleetEvent> Truth, IReadOnlyList<FleetDelivery> Deliveries, int Events)
{
    private static readonly TimeSpan LatestDuplicate = TimeSpan.FromMinutes(10);

    internal static Fleet Generate(FleetOptions options)
    {
        var random = new Random(options.Seed);
        var truth = new List<FleetEvent>(options.Clients);
        var deliveries = new List<FleetDelivery>(options.Clients * 10);
        var events = 0;
        for (var client = 0; client < options.Clients; client++)
        {
            var history = ClientHistory.Generate(client, options);
            truth.Add(history[^1]);
            events += history.Count;
            foreach (var (i, lifecycleEvent) in history.Index())
            {
                if (i < history.Count - 1 && random.NextDouble() < options.Loss)
                {
                    continue;
                }

                deliveries.Add(new(lifecycleEvent, lifecycleEvent.At));
                if (random.NextDouble() < options.Duplicates)
                {
                    deliveries.Add(new(lifecycleEvent, lifecycleEvent.At + random.NextInt64((long)LatestDuplicate.TotalMilliseconds)));
                }
            }
        }

        FleetDelivery[] ordered = [.. deliveries.OrderBy(delivery => delivery.Arrival)];
        var inOrder = Array.ConvertAll(ordered, delivery => delivery.Event);
        if (options.Shuffle)
        {
            // The events trade places: any of them can arrive at any time.
            random.Shuffle(inOrder);
        }

        return new Fleet(options, truth, ordered, events).With(inOrder);
    }

    /// <summary>The same events in the opposite order.</summary>
    internal Fleet Reversed() => With(Deliveries.Select(delivery => delivery.Event).Reverse());

    /// <summary>
    /// The clients whose item does not show their true state. With the confirmation on, being offline for good must show too, and being
    /// online must show no trace of an old one.
    /// </summary>
    internal IReadOnlyList<string> WrongIn(IEnumerable<Dictionary<string, AttributeValue>> items)
    {
        var stored = items.ToDictionary(item => item["clientId"].S);
        return [.. Truth.Where(truth => !IsRight(truth, stored.GetValueOrDefault(truth.ClientId))).Select(truth => truth.ClientId)];
    }

    private bool IsRight(FleetEvent truth, Dictionary<string, AttributeValue>? item) =>
        item is not null
        && item.GetValueOrDefault("eventType")?.S == truth.Type.ToAwsName()
        && item.GetValueOrDefault("versionNumber")?.N == $"{truth.VersionNumber}"
        && item.GetValueOrDefault("sessionIdentifier")?.S == truth.SessionIdentifier
        && (Options.ConfirmAfter is null || item.ContainsKey("offlineConfirmedAt") == truth.Type is LifecycleEventType.Disconnected);

    // At the same times.
    private Fleet With(IEnumerable<FleetEvent> events) =>
        this with { Deliveries = [.. Deliveries.Zip(events, (delivery, lifecycleEvent) => delivery with { Event = lifecycleEvent })] };
}
