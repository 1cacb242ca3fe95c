using LifecycleLambda.DynamoDb;
using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>The one conditional <c>UpdateItem</c> that an event becomes (DESIGN sections 3 and 4).</summary>
internal static class PresenceUpdate
{
    /// <summary>timestamp is one of DynamoDB's reserved words: every expression names it #timestamp.</summary>
    internal static readonly (string Placeholder, string Attribute) TimestampName = ("#timestamp", Timestamp);

    private const long SecondsPerDay = 24 * 60 * 60;

    internal static UpdateItem For(LifecycleEvent lifecycleEvent, PresenceTableOptions options)
    {
        var update = new UpdateExpression();
        SetState(update, lifecycleEvent);
        if (lifecycleEvent.EventType is LifecycleEventType.Connected)
        {
            SetConnected(update, lifecycleEvent);
        }
        else
        {
            SetDisconnected(update, lifecycleEvent, options.RetainDisconnectedDays);
        }

        AddConditionValues(update, lifecycleEvent, (long)options.TimestampTolerance.TotalMilliseconds);
        return new UpdateItem
        {
            TableName = options.TableName,
            Key = (ClientId, lifecycleEvent.ClientId),
            UpdateExpression = update.ToString(),
            ConditionExpression = OrderingRule.IsNewer(lifecycleEvent.EventType),
            Name = TimestampName,
            Values = update.Values,
            // It tells a duplicate from a stale event.
            ReturnsStoredItemOnRefusal = true,
        };
    }

    private static void SetState(UpdateExpression update, LifecycleEvent lifecycleEvent) => update
        .Set(EventType, new AttributeValue(lifecycleEvent.EventType.ToAwsName()))
        .Set(VersionNumber, new AttributeValue(lifecycleEvent.VersionNumber))
        .Set(Timestamp, new AttributeValue(lifecycleEvent.Timestamp))
        .SetOrRemove(SessionIdentifier, lifecycleEvent.SessionIdentifier)
        .SetOrRemove(PrincipalIdentifier, lifecycleEvent.PrincipalIdentifier)
        .SetOrRemove(ThingName, lifecycleEvent.ThingName)
        .Remove(OfflineConfirmedAt);

    private static void SetConnected(UpdateExpression update, LifecycleEvent lifecycleEvent)
    {
        update.SetTo(ConnectedAt, ":timestamp")
            .Remove(ClientInitiatedDisconnect)
            .Remove(DisconnectReason)
            .Remove(ExpiresAt);

        // A connect without an address leaves the last known one.
        if (lifecycleEvent.IpAddress is { } ipAddress)
        {
            update.Set(IpAddress, new AttributeValue(ipAddress));
        }
    }

    private static void SetDisconnected(UpdateExpression update, LifecycleEvent lifecycleEvent, int retainDays)
    {
        update.SetTo(DisconnectedAt, ":timestamp")
            .SetOrRemove(DisconnectReason, lifecycleEvent.DisconnectReason);

        _ = lifecycleEvent.ClientInitiatedDisconnect is { } asked
            ? update.Set(ClientInitiatedDisconnect, new AttributeValue(asked))
            : update.Remove(ClientInitiatedDisconnect);

        _ = retainDays > 0
            ? update.Set(ExpiresAt, new AttributeValue((lifecycleEvent.Timestamp / 1000) + (retainDays * SecondsPerDay)))
            : update.Remove(ExpiresAt);
    }

    private static void AddConditionValues(UpdateExpression update, LifecycleEvent lifecycleEvent, long toleranceMs)
    {
        update.Value(":timestampMinusTolerance", new AttributeValue(lifecycleEvent.Timestamp - toleranceMs));
        update.Value(":timestampPlusTolerance", new AttributeValue(lifecycleEvent.Timestamp + toleranceMs));
        if (lifecycleEvent.EventType is LifecycleEventType.Disconnected)
        {
            update.Value(":connected", new AttributeValue(LifecycleEventTypes.Connected));
        }
    }
}
