using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Broker;

/// <summary>How the broker counts and stamps, and how it disturbs the delivery of its events.</summary>
internal sealed record BrokerOptions
{
    /// <summary>How far apart shuffled events can trade places, and a second delivery can come after the first.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LateTakeover = TimeSpan.FromSeconds(1);

    /// <summary>After how long away a client starts again at version 0.</summary>
    internal TimeSpan ResetAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far a timestamp can be off, in both directions.</summary>
    internal TimeSpan ClockError { get; init; }

    /// <summary>The share of events that are delivered twice, 0 to 1.</summary>
    internal double Duplicates { get; init; }

    /// <summary>Whether the events of the last seconds are delivered in any order.</summary>
    internal bool Shuffle { get; init; }

    /// <summary>How long each delivery takes.</summary>
    internal TimeSpan Delay { get; init; }

    /// <summary>The clock of the events.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whatever is left to chance.</summary>
    internal Random Random { get; init; } = Random.Shared;

    /// <summary>Whether the ordering rule holds for what these options make: a reset must leave more than the function's tolerance and the clocks' error.</summary>
    internal bool AreWithinTheRule(TimeSpan tolerance) => ClockError * 2 <= tolerance && ResetAfter >= tolerance + (ClockError * 2);

    /// <summary>After how long an event is delivered, for each of its deliveries.</summary>
    internal IEnumerable<TimeSpan> DeliveriesOf(LifecycleEvent lifecycleEvent)
    {
        var first = Delay + (Shuffle ? UpTo(Window) : TimeSpan.Zero);
        if (lifecycleEvent.DisconnectReason is DisconnectReasons.DuplicateClientId && Random.NextDouble() < 0.5)
        {
            // AWS IoT Core can tell of the new connection before it tells of the old one's end.
            first += UpTo(LateTakeover);
        }

        yield return first;
        if (Random.NextDouble() < Duplicates)
        {
            yield return first + UpTo(Window);
        }

        TimeSpan UpTo(TimeSpan most) => most * Random.NextDouble();
    }
}
