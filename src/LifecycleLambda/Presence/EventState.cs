using System.Globalization;
using LifecycleLambda.Events;

namespace LifecycleLambda.Presence;

/// <summary>The fields of an event or an item that the ordering rule compares.</summary>
internal sealed record EventState(long VersionNumber, long Timestamp, LifecycleEventType EventType)
{
    internal static EventState FromEvent(LifecycleEvent lifecycleEvent) =>
        new(lifecycleEvent.VersionNumber, lifecycleEvent.Timestamp, lifecycleEvent.EventType);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"version {VersionNumber,6}, {DateTimeOffset.FromUnixTimeMilliseconds(Timestamp):yyyy-MM-dd HH:mm:ss.fff'Z'}, "
            + $"{EventType.ToAwsName()}");
}
