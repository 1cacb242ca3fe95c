using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>A fleet: what really happened, and in which order and number it is delivered.</summary>
internal sealed class Fleet
{
    private static readonly TimeSpan LatestDuplicate = TimeSpan.FromMinutes(10);

    private Fleet(FleetOptions options, FleetEvent[] truth, FleetDelivery[] deliveries, int events)
    {
        Options = options;
        Truth = truth;
        Deliveries = deliveries;
        Events = events;
    }

    internal FleetOptions Options { get; }

    /// <summary>The events as they reach the function.</summary>
    internal IReadOnlyList<FleetDelivery> Deliveries { get; }

    /// <summary>How many events happened.</summary>
    internal int Events { get; }

    /// <summary>The last event of each client: its true state.</summary>
    internal IReadOnlyList<FleetEvent> Truth { get; }

    internal static Fleet Generate(FleetOptions options)
    {
        var random = new Random(options.Seed);
        var truth = new FleetEvent[options.Clients];
        var deliveries = new List<FleetDelivery>(options.Clients * 10);
        var events = 0;
        for (var client = 0; client < options.Clients; client++)
        {
            var history = ClientHistory.Generate(client, options);
            truth[client] = history[^1];
            events += history.Count;
            for (var i = 0; i < history.Count; i++)
            {
                if (i == history.Count - 1 || random.NextDouble() >= options.Loss)
                {
                    Deliver(deliveries, history[i], options, random);
                }
            }
        }

        return new Fleet(options, truth, InOrder(deliveries, options, random), events);
    }

    /// <summary>Whether the stored item shows the client's true state.</summary>
    internal static bool IsRight(FleetEvent truth, Dictionary<string, AttributeValue>? item) =>
        item is not null
        && item.GetValueOrDefault("eventType")?.S == (truth.Type is LifecycleEventType.Connected ? "connected" : "disconnected")
        && item.GetValueOrDefault("versionNumber")?.N == $"{truth.VersionNumber}"
        && item.GetValueOrDefault("sessionIdentifier")?.S == truth.SessionIdentifier;

    private static void Deliver(List<FleetDelivery> deliveries, FleetEvent lifecycleEvent, FleetOptions options, Random random)
    {
        deliveries.Add(new(lifecycleEvent, lifecycleEvent.At));
        if (random.NextDouble() < options.Duplicates)
        {
            deliveries.Add(new(lifecycleEvent, lifecycleEvent.At + random.NextInt64((long)LatestDuplicate.TotalMilliseconds)));
        }
    }

    // Shuffled, the events trade places: any of them can arrive at any time.
    private static FleetDelivery[] InOrder(List<FleetDelivery> deliveries, FleetOptions options, Random random)
    {
        FleetDelivery[] ordered = [.. deliveries.OrderBy(delivery => delivery.Arrival)];
        if (!options.Shuffle)
        {
            return ordered;
        }

        var events = Array.ConvertAll(ordered, delivery => delivery.Event);
        random.Shuffle(events);
        return [.. ordered.Zip(events, (delivery, lifecycleEvent) => delivery with { Event = lifecycleEvent })];
    }
}
