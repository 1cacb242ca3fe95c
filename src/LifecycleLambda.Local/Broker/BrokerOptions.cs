namespace LifecycleLambda.Local.Broker;

/// <summary>How the broker counts and stamps, and how it disturbs the delivery of its events.</summary>
internal sealed record BrokerOptions
{
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

    /// <summary>Whether the ordering rule holds for what these options make: a reset must leave more than the tolerance and the clocks' error.</summary>
    /// <param name="tolerance">The function's timestamp tolerance.</param>
    internal bool AreWithinTheRule(TimeSpan tolerance) => ClockError * 2 <= tolerance && ResetAfter >= tolerance + (ClockError * 2);
}
