namespace LifecycleLambda.Events;

/// <summary>The names of the event types in AWS IoT Core's payloads and in the table.</summary>
internal static class AwsEventType
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
