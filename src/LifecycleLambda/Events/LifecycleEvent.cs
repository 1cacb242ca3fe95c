using System.Text.Json;

namespace LifecycleLambda.Events;

/// <summary>
/// A valid lifecycle event (https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html). An optional field that is
/// absent, empty, too long or not of its documented type is <see langword="null"/>.
/// </summary>
internal sealed record LifecycleEvent
{
    /// <summary>The MQTT client id: 1 to 2048 bytes of UTF-8, the limit of a DynamoDB partition key.</summary>
    public required string ClientId { get; init; }

    /// <summary>The time of the event in ms since the Unix epoch, 2015 or later. AWS calls it an approximation.</summary>
    public required long Timestamp { get; init; }

    public required LifecycleEventType EventType { get; init; }

    /// <summary>0 or more. A connect and its disconnect share it. It grows with each connection and resets after about 1 h away.</summary>
    public required long VersionNumber { get; init; }

    /// <summary>The id of the session, which is unique.</summary>
    public string? SessionIdentifier { get; init; }

    /// <summary>The id of the certificate or key that authenticated the connection. This is personal data and never logged.</summary>
    public string? PrincipalIdentifier { get; init; }

    /// <summary>The thing, only for clients that use the exclusive-thing feature.</summary>
    public string? ThingName { get; init; }

    /// <summary>The IPv4 or IPv6 address, on connects only. This is personal data and never logged.</summary>
    public string? IpAddress { get; init; }

    /// <summary>True if the client requested the disconnect; on disconnects only.</summary>
    public bool? ClientInitiatedDisconnect { get; init; }

    /// <summary>The reason, on disconnects only (see <see cref="DisconnectReasons"/>).</summary>
    public string? DisconnectReason { get; init; }

    /// <summary>Returns the event's JSON as AWS IoT Core publishes it.</summary>
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LifecycleEventJson.Default.LifecycleEvent);

    /// <summary>Returns the event without its personal data.</summary>
    public override string ToString() => $"{ClientId} {EventType.ToAwsName()} {VersionNumber} at {Timestamp}";
}
