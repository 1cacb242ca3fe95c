namespace LifecycleLambda.Events;

/// <summary>The two event types on the presence hierarchies.</summary>
internal enum LifecycleEventType
{
    /// <summary>A client connected: <c>connected</c>.</summary>
    Connected,

    /// <summary>A session of the client ended: <c>disconnected</c>.</summary>
    Disconnected,
}
