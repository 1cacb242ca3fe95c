using System.Text.Json;

namespace LifecycleLambda.Events;

/// <summary>
/// A lifecycle event as AWS IoT Core publishes it, validated. An optional field that is absent,
/// empty or not of its documented type is <see langword="null"/>. See
/// https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html.
/// </summary>
internal sealed record LifecycleEvent
{
    /// <summary>The MQTT client id: 1 to 2048 bytes of UTF-8, the limit of a DynamoDB partition key.</summary>
    public required string ClientId { get; init; }

    /// <summary>When it happened, in ms since the Unix epoch, 0 or more; AWS calls it an approximation.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Connected or disconnected.</summary>
    public required LifecycleEventType EventType { get; init; }

    /// <summary>0 or more; shared by a connect and its disconnect, grows with each connection, resets after about an hour away.</summary>
    public required long VersionNumber { get; init; }

    /// <summary>Unique per session.</summary>
    public string? SessionIdentifier { get; init; }

    /// <summary>The certificate id or the key id behind the connection. Personal data: never logged.</summary>
    public string? PrincipalIdentifier { get; init; }

    /// <summary>Only for clients that use the exclusive-thing feature.</summary>
    public string? ThingName { get; init; }

    /// <summary>IPv4 or IPv6, on connects only. Personal data: never logged.</summary>
    public string? IpAddress { get; init; }

    /// <summary>On disconnects only: whether the client asked for it.</summary>
    public bool? ClientInitiatedDisconnect { get; init; }

    /// <summary>On disconnects only: an open set, to which AWS adds.</summary>
    public string? DisconnectReason { get; init; }

    /// <summary>The event's JSON, as AWS IoT Core publishes it.</summary>
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LifecycleEventJson.Default.LifecycleEvent);

    /// <summary>The event without its personal data.</summary>
    public override string ToString() => $"{ClientId} {EventType.ToAwsName()} {VersionNumber} at {Timestamp}";
}
