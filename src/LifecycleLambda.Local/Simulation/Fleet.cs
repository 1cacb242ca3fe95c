using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>A fleet: what really happened, and in which order and number it is delivered.</summary>
internal sealed class Fleet
{
    private static readonly TimeSpan LatestDuplicate = TimeSpan.FromMinutes(10);

    private readonly FleetEvent[] _truth;

    private Fleet(FleetEvent[] truth, FleetEvent[] deliveries, int events)
    {
        _truth = truth;
        Deliveries = deliveries;
        Events = events;
    }

    /// <summary>The events as they reach the function.</summary>
    internal IReadOnlyList<FleetEvent> Deliveries { get; }

    /// <summary>How many events happened.</summary>
    internal int Events { get; }

    /// <summary>The last event of each client: its true state.</summary>
    internal IReadOnlyList<FleetEvent> Truth => _truth;

    internal static Fleet Generate(FleetOptions options)
    {
        var random = new Random(options.Seed);
        var truth = new FleetEvent[options.Clients];
        var deliveries = new List<(long Order, FleetEvent Event)>(options.Clients * 10);
        var events = 0;
        for (var client = 0; client < options.Clients; client++)
        {
            var history = ClientHistory.Generate(client, options.Seed);
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

        return new Fleet(truth, [.. deliveries.OrderBy(delivery => delivery.Order).Select(delivery => delivery.Event)], events);
    }

    /// <summary>The same deliveries in the opposite order.</summary>
    internal Fleet Reversed() => new(_truth, [.. Deliveries.Reverse()], Events);

    /// <summary>Whether the stored item shows the client's true state.</summary>
    internal static bool IsRight(FleetEvent truth, Dictionary<string, AttributeValue>? item) =>
        item is not null
        && item.GetValueOrDefault("eventType")?.S == (truth.Type is LifecycleEventType.Connected ? "connected" : "disconnected")
        && item.GetValueOrDefault("versionNumber")?.N == $"{truth.VersionNumber}"
        && item.GetValueOrDefault("sessionIdentifier")?.S == truth.SessionIdentifier;

    private static void Deliver(
        List<(long Order, FleetEvent Event)> deliveries, FleetEvent lifecycleEvent, FleetOptions options, Random random)
    {
        // The clock error of the timestamp is the disorder of an unshuffled delivery.
        deliveries.Add((options.Shuffle ? random.NextInt64() : lifecycleEvent.Timestamp, lifecycleEvent));
        if (random.NextDouble() < options.Duplicates)
        {
            var late = random.NextInt64((long)LatestDuplicate.TotalMilliseconds);
            deliveries.Add((options.Shuffle ? random.NextInt64() : lifecycleEvent.Timestamp + late, lifecycleEvent));
        }
    }
}
