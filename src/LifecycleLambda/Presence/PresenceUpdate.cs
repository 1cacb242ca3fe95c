using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using static LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Presence;

/// <summary>The conditional <c>UpdateItem</c> that applies an event (docs/design.md, "The item").</summary>
internal sealed class PresenceUpdate
{
    private const long SecondsPerDay = 24 * 60 * 60;

    private readonly List<string> _set = [];
    private readonly List<string> _remove = [];
    private readonly Dictionary<string, AttributeValue> _values = [];

    private PresenceUpdate(LifecycleEvent lifecycleEvent, Settings settings)
    {
        SetState(lifecycleEvent);
        SetPersonalData(lifecycleEvent, settings.StoresPersonalData);
        if (lifecycleEvent.EventType is LifecycleEventType.Connected)
        {
            SetConnected();
        }
        else
        {
            SetDisconnected(lifecycleEvent, settings.RetainDisconnectedDays);
        }

        AddConditionValues(lifecycleEvent, (long)settings.TimestampTolerance.TotalMilliseconds);
    }

    internal static UpdateItemRequest CreateRequest(LifecycleEvent lifecycleEvent, Settings settings)
    {
        var update = new PresenceUpdate(lifecycleEvent, settings);
        return new UpdateItemRequest
        {
            TableName = settings.TableName,
            Key = new() { [ClientId] = new AttributeValue(lifecycleEvent.ClientId) },
            // Every event removes the offline confirmation, so there is always something to remove.
            UpdateExpression = $"SET {string.Join(", ", update._set)} REMOVE {string.Join(", ", update._remove)}",
            ConditionExpression = OrderingRule.IsNewer(lifecycleEvent.EventType),
            ExpressionAttributeNames = ExpressionNames,
            ExpressionAttributeValues = update._values,
            // DynamoDB returns the stored item with the rejection. The item distinguishes a duplicate from a stale event.
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
    }

    internal static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private void SetState(LifecycleEvent lifecycleEvent)
    {
        Set(EventType, new AttributeValue(lifecycleEvent.EventType.ToAwsName()));
        Set(VersionNumber, Number(lifecycleEvent.VersionNumber));
        Set(Timestamp, Number(lifecycleEvent.Timestamp));
        SetOrRemove(SessionIdentifier, Text(lifecycleEvent.SessionIdentifier));
        SetOrRemove(ThingName, Text(lifecycleEvent.ThingName));
        _remove.Add(OfflineConfirmedAt);
    }

    private void SetPersonalData(LifecycleEvent lifecycleEvent, bool isStored)
    {
        if (!isStored)
        {
            // The item may be from before the setting was switched off.
            _remove.AddRange([PrincipalIdentifier, IpAddress]);
            return;
        }

        SetOrRemove(PrincipalIdentifier, Text(lifecycleEvent.PrincipalIdentifier));
        // A connect without an address keeps the last known address.
        if (lifecycleEvent is { EventType: LifecycleEventType.Connected, IpAddress: { } ipAddress })
        {
            Set(IpAddress, new AttributeValue(ipAddress));
        }
    }

    private void SetConnected()
    {
        _set.Add($"{ConnectedAt} = :timestamp");
        _remove.AddRange([ClientInitiatedDisconnect, DisconnectReason, ExpiresAt]);
    }

    private void SetDisconnected(LifecycleEvent lifecycleEvent, int retainDays)
    {
        _set.Add($"{DisconnectedAt} = :timestamp");
        SetOrRemove(DisconnectReason, Text(lifecycleEvent.DisconnectReason));
        SetOrRemove(
            ClientInitiatedDisconnect,
            lifecycleEvent.ClientInitiatedDisconnect is { } isInitiated ? new AttributeValue { BOOL = isInitiated } : null);
        SetOrRemove(ExpiresAt, retainDays > 0 ? Number((lifecycleEvent.Timestamp / 1000) + (retainDays * SecondsPerDay)) : null);
    }

    private void AddConditionValues(LifecycleEvent lifecycleEvent, long toleranceMs)
    {
        _values.Add(":timestampMinusTolerance", Number(lifecycleEvent.Timestamp - toleranceMs));
        _values.Add(":timestampPlusTolerance", Number(lifecycleEvent.Timestamp + toleranceMs));
        if (lifecycleEvent.EventType is LifecycleEventType.Disconnected)
        {
            _values.Add(":connected", new AttributeValue(AwsEventType.Connected));
        }
    }

    private void Set(string attribute, AttributeValue value)
    {
        var name = attribute is Timestamp ? $"#{Timestamp}" : attribute;
        _set.Add($"{name} = :{attribute}");
        _values.Add($":{attribute}", value);
    }

    private void SetOrRemove(string attribute, AttributeValue? value)
    {
        if (value is null)
        {
            _remove.Add(attribute);
        }
        else
        {
            Set(attribute, value);
        }
    }

    private static AttributeValue? Text(string? value) => value is null ? null : new AttributeValue(value);
}
