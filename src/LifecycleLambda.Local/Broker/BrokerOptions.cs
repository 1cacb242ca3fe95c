using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Broker;

/// <summary>The options for the broker's version numbers and timestamps, and for disturbed deliveries.</summary>
internal sealed record BrokerOptions
{
    /// <summary>The most by which shuffling delays an event, and by which a second delivery follows the first.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LateTakeover = TimeSpan.FromSeconds(1);

    /// <summary>The keep-alive that AWS IoT Core uses instead of 0 or a longer one, in seconds.</summary>
    private const ushort LongestKeepAlive = 1200;

    /// <summary>The keep-alive that replaces a shorter one, in seconds. The default is AWS IoT Core's.</summary>
    internal ushort ShortestKeepAlive { get; init; } = 30;

    /// <summary>The time offline after which a client's versions start again at 0.</summary>
    internal TimeSpan ResetAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The largest error of a timestamp, in both directions.</summary>
    internal TimeSpan ClockError { get; init; }

    /// <summary>The share of events that are delivered twice, 0 to 1.</summary>
    internal double Duplicates { get; init; }

    /// <summary>The share of events that are lost for good, 0 to 1.</summary>
    internal double Loss { get; init; }
    internal bool Shuffle { get; init; }

    /// <summary>The duration of each delivery.</summary>
    internal TimeSpan Delay { get; init; }
    internal TimeProvider Time { get; init; } = TimeProvider.System;
    internal Random Random { get; init; } = Random.Shared;

    /// <summary>Returns true if the ordering rule can work with these options: a client must be offline for at least the tolerance plus
    /// twice the clock error before its version resets.</summary>
    internal bool FitTheRule(TimeSpan tolerance) => ClockError * 2 <= tolerance && ResetAfter >= tolerance + (ClockError * 2);

    /// <summary>Returns the keep-alive for a client that requests this one, in seconds.</summary>
    internal ushort AdjustKeepAlive(ushort requested) =>
        requested is 0 ? LongestKeepAlive : Math.Clamp(requested, ShortestKeepAlive, LongestKeepAlive);

    /// <summary>Returns true if the event is lost. Disconnects at the broker's end are never lost, because nobody could repair the
    /// table afterwards.</summary>
    internal bool Loses(LifecycleEvent lifecycleEvent) =>
        Random.NextDouble() < Loss && lifecycleEvent.DisconnectReason is not DisconnectReasons.ServerInitiated;

    /// <summary>Returns the delay of each delivery of an event.</summary>
    internal IEnumerable<TimeSpan> ChooseDelays(LifecycleEvent lifecycleEvent)
    {
        var first = Delay + (Shuffle ? UpTo(Window) : TimeSpan.Zero);
        if (lifecycleEvent.DisconnectReason is DisconnectReasons.DuplicateClientId && Random.NextDouble() < 0.5)
        {
            // AWS IoT Core can publish the new session's connect before the old one's disconnect.
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
