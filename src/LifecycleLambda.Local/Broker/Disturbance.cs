using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Broker;

/// <summary>Decides how often and how late an event is delivered.</summary>
internal sealed class Disturbance(BrokerOptions options, Random random)
{
    /// <summary>How far apart shuffled events can trade places, and a second delivery can come after the first.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LateTakeover = TimeSpan.FromSeconds(1);

    /// <summary>After how long the event is delivered, for each of its deliveries.</summary>
    internal IEnumerable<TimeSpan> DeliveriesOf(LifecycleEvent lifecycleEvent)
    {
        var first = options.Delay + (options.Shuffle ? UpTo(Window) : TimeSpan.Zero);
        if (lifecycleEvent.DisconnectReason is DisconnectReason.DuplicateClientId && random.NextDouble() < 0.5)
        {
            // AWS IoT Core can tell of the new connection before it tells of the old one's end.
            first += UpTo(LateTakeover);
        }

        yield return first;
        if (random.NextDouble() < options.Duplicates)
        {
            yield return first + UpTo(Window);
        }
    }

    private TimeSpan UpTo(TimeSpan most) => most * random.NextDouble();
}
