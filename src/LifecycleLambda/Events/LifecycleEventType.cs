using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>The two event types on the presence hierarchies.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LifecycleEventType>))]
internal enum LifecycleEventType
{
    /// <summary>A client connected: <c>connected</c>.</summary>
    [JsonStringEnumMemberName(LifecycleEventTypes.Connected)]
    Connected,

    /// <summary>A session of the client ended: <c>disconnected</c>.</summary>
    [JsonStringEnumMemberName(LifecycleEventTypes.Disconnected)]
    Disconnected,
}
