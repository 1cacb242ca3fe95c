using System.Globalization;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Presence;

/// <summary>The stored state that rejected an event, as text, because others can write any value to the table.</summary>
internal sealed record StoredState(string? EventType, string? VersionNumber, string? Timestamp, string? SessionIdentifier)
{
    internal static StoredState FromItem(Dictionary<string, AttributeValue> item)
    {
        return new(
            Value(PresenceAttributes.EventType),
            Value(PresenceAttributes.VersionNumber),
            Value(PresenceAttributes.Timestamp),
            Value(PresenceAttributes.SessionIdentifier));

        string? Value(string attribute) => item.GetValueOrDefault(attribute) is { } value ? value.S ?? value.N : null;
    }

    /// <summary>Returns whether the state is this same event: it has the event's version, type and session.</summary>
    internal bool IsOf(LifecycleEvent lifecycleEvent) =>
        VersionNumber == lifecycleEvent.VersionNumber.ToString(CultureInfo.InvariantCulture)
        && EventType == lifecycleEvent.EventType.ToAwsName()
        && SessionIdentifier == lifecycleEvent.SessionIdentifier;
}
