using System.Globalization;

namespace LifecycleLambda.Local.Output;

/// <summary>What the ordering rule compares, as in the event.</summary>
internal sealed record StateSeen(long VersionNumber, long Timestamp, string EventType)
{
    /// <summary>For a person.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"version {VersionNumber,6}, {DateTimeOffset.FromUnixTimeMilliseconds(Timestamp):yyyy-MM-dd HH:mm:ss.fff'Z'}, {EventType}");
}
