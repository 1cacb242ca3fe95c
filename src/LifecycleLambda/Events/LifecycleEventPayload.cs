using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>The fields of the JSON object before validation. What it does not name is ignored.</summary>
internal sealed record LifecycleEventPayload
{
    public string? ClientId { get; init; }

    public long? Timestamp { get; init; }

    public string? EventType { get; init; }

    public long? VersionNumber { get; init; }

    [JsonConverter(typeof(OptionalStringConverter))]
    public string? SessionIdentifier { get; init; }

    [JsonConverter(typeof(OptionalStringConverter))]
    public string? PrincipalIdentifier { get; init; }

    [JsonConverter(typeof(OptionalStringConverter))]
    public string? ThingName { get; init; }

    [JsonConverter(typeof(OptionalStringConverter))]
    public string? IpAddress { get; init; }

    [JsonConverter(typeof(OptionalBooleanConverter))]
    public bool? ClientInitiatedDisconnect { get; init; }

    [JsonConverter(typeof(OptionalStringConverter))]
    public string? DisconnectReason { get; init; }
}
