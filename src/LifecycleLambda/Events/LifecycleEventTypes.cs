namespace LifecycleLambda.Events;

/// <summary>The event types as AWS IoT Core spells them, in payloads and in the table.</summary>
internal static class LifecycleEventTypes
{
    internal const string Connected = "connected";
    internal const string Disconnected = "disconnected";

    internal static string ToAwsName(this LifecycleEventType type) =>
        type is LifecycleEventType.Connected ? Connected : Disconnected;

    internal static LifecycleEventType? Parse(string name) => name switch
    {
        Connected => LifecycleEventType.Connected,
        Disconnected => LifecycleEventType.Disconnected,
        _ => null,
    };
}
