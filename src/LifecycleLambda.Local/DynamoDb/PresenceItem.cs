using System.Globalization;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using Name = LifecycleLambda.Presence.PresenceAttributes;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>One client's item (docs/design.md, "The item"). Reading an item never throws, because another program can have written it: an
/// unreadable attribute is null here, and <see cref="Problem"/> names it.</summary>
internal sealed class PresenceItem
{
    /// <summary>The last second of .NET's dates. A time in µs or ns that is read as ms is far later.</summary>
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The attributes of an item. Its owner can add more.</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        Name.ClientId, Name.EventType, Name.Timestamp, Name.VersionNumber, Name.SessionIdentifier, Name.PrincipalIdentifier,
        Name.ThingName, Name.IpAddress, Name.ConnectedAt, Name.DisconnectedAt, Name.ClientInitiatedDisconnect, Name.DisconnectReason,
        Name.OfflineConfirmedAt, Name.ExpiresAt,
    ];

    internal PresenceItem(Dictionary<string, AttributeValue> attributes)
    {
        Attributes = attributes;
        ClientId = Text(Name.ClientId) ?? "";
        Problem ??= ClientId is "" ? $"{Name.ClientId} is missing" : null;
        EventType = Type();
        Since = Time(Name.Timestamp);
        Version = Number(Name.VersionNumber, long.MaxValue, "a version number", least: Name.RepairedVersion);
        Session = Text(Name.SessionIdentifier);
        Principal = Text(Name.PrincipalIdentifier);
        ThingName = Text(Name.ThingName);
        IpAddress = Text(Name.IpAddress);
        ConnectedAt = Time(Name.ConnectedAt);
        DisconnectedAt = Time(Name.DisconnectedAt);
        Reason = Text(Name.DisconnectReason);
        ConfirmedAt = Time(Name.OfflineConfirmedAt);
        ExpiresAt = Number(Name.ExpiresAt, LastSecond, "a time in seconds") is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
        if (attributes.GetValueOrDefault(Name.ClientInitiatedDisconnect) is { BOOL: null })
        {
            Problem ??= $"{Name.ClientInitiatedDisconnect} is not a boolean";
        }

        if (EventType is null && (Since is not null || Version is not null))
        {
            Problem ??= $"{Name.EventType} is missing";
        }
        else if (EventType is not null && Since is null)
        {
            Problem ??= $"{Name.Timestamp} is missing";
        }
    }

    /// <summary>The stored attributes.</summary>
    internal Dictionary<string, AttributeValue> Attributes { get; }
    internal string ClientId { get; }
    internal PresenceState State => (Problem, EventType) switch
    {
        (not null, _) => PresenceState.Unreadable,
        (_, LifecycleEventType.Connected) => PresenceState.Online,
        (_, LifecycleEventType.Disconnected) => PresenceState.Offline,
        _ => PresenceState.Unknown,
    };

    /// <summary>The first attribute that can't be read, and the reason. The text never includes a value.</summary>
    internal string? Problem { get; private set; }

    /// <summary>The type of the last event. An unreadable item can have one.</summary>
    internal LifecycleEventType? EventType { get; }
    internal DateTimeOffset? Since { get; }
    internal long? Version { get; }
    internal string? Session { get; }
    internal string? Principal { get; }
    internal string? ThingName { get; }
    internal string? IpAddress { get; }
    internal DateTimeOffset? ConnectedAt { get; }
    internal DateTimeOffset? DisconnectedAt { get; }
    internal string? Reason { get; }
    internal DateTimeOffset? ConfirmedAt { get; }
    internal bool IsConfirmed => ConfirmedAt is not null;
    internal DateTimeOffset? ExpiresAt { get; }

    private LifecycleEventType? Type()
    {
        var name = Text(Name.EventType);
        var type = name is null ? null : AwsEventType.Parse(name);
        if (name is not null && type is null)
        {
            Problem ??= $"{Name.EventType} is neither {AwsEventType.Connected} nor {AwsEventType.Disconnected}";
        }

        return type;
    }

    private string? Text(string name)
    {
        if (Attributes.GetValueOrDefault(name) is { S: null })
        {
            Problem ??= $"{name} is not a text";
        }

        return Attributes.GetValueOrDefault(name)?.S;
    }

    private DateTimeOffset? Time(string name) =>
        Number(name, (LastSecond * 1000) + 999, "a time in milliseconds", LifecycleEventReader.EarliestTimestamp) is { } time
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;

    private long? Number(string name, long most, string what, long least = 0)
    {
        if (!Attributes.TryGetValue(name, out var value))
        {
            return null;
        }

        // DynamoDB's numbers can have 38 digits, an exponent and decimals. Accept every notation of a whole number.
        const NumberStyles Notations = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (long.TryParse(value.N, Notations, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem ??= $"{name} is not {what}";
        return null;
    }
}
