using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>The one conditional <c>UpdateItem</c> that an event becomes (docs/design.md, "The item").</summary>
internal static class PresenceUpdate
{
    private const long SecondsPerDay = 24 * 60 * 60;

    internal static UpdateItemRequest For(LifecycleEvent lifecycleEvent, Settings settings)
    {
        var update = new UpdateExpression();
        SetState(update, lifecycleEvent);
        if (lifecycleEvent.EventType is LifecycleEventType.Connected)
        {
            SetConnected(update, lifecycleEvent);
        }
        else
        {
            SetDisconnected(update, lifecycleEvent, settings.RetainDisconnectedDays);
        }

        AddConditionValues(update, lifecycleEvent, (long)settings.TimestampTolerance.TotalMilliseconds);
        return new UpdateItemRequest
        {
            TableName = settings.TableName,
            Key = new() { [ClientId] = new AttributeValue(lifecycleEvent.ClientId) },
            UpdateExpression = update.ToString(),
            ConditionExpression = OrderingRule.IsNewer(lifecycleEvent.EventType),
            ExpressionAttributeNames = UpdateExpression.Names,
            ExpressionAttributeValues = update.Values,
            // The stored item comes back with the refusal, at no extra request: it tells a duplicate from a stale event.
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
    }

    private static void SetState(UpdateExpression update, LifecycleEvent lifecycleEvent) => update
        .Set(EventType, new AttributeValue(lifecycleEvent.EventType.ToAwsName()))
        .Set(VersionNumber, UpdateExpression.Number(lifecycleEvent.VersionNumber))
        .Set(Timestamp, UpdateExpression.Number(lifecycleEvent.Timestamp))
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
            ? update.Set(ClientInitiatedDisconnect, new AttributeValue { BOOL = asked })
            : update.Remove(ClientInitiatedDisconnect);

        _ = retainDays > 0
            ? update.Set(ExpiresAt, UpdateExpression.Number((lifecycleEvent.Timestamp / 1000) + (retainDays * SecondsPerDay)))
            : update.Remove(ExpiresAt);
    }

    private static void AddConditionValues(UpdateExpression update, LifecycleEvent lifecycleEvent, long toleranceMs)
    {
        update.Values.Add(":timestampMinusTolerance", UpdateExpression.Number(lifecycleEvent.Timestamp - toleranceMs));
        update.Values.Add(":timestampPlusTolerance", UpdateExpression.Number(lifecycleEvent.Timestamp + toleranceMs));
        if (lifecycleEvent.EventType is LifecycleEventType.Disconnected)
        {
            update.Values.Add(":connected", new AttributeValue(LifecycleEventTypes.Connected));
        }
    }
}
