namespace LifecycleLambda.Events;

/// <summary>The two event types that AWS IoT Core publishes about presence.</summary>
internal enum LifecycleEventType
{
    /// <summary>A client connected.</summary>
    Connected,

    /// <summary>A session of the client ended.</summary>
    Disconnected,
}
