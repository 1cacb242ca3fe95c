using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Tests.Support;

/// <summary>Holds an item against the event that it must show.</summary>
internal static class ItemAssert
{
    internal static void Shows(LifecycleEvent expected, Dictionary<string, AttributeValue>? item)
    {
        Assert.NotNull(item);
        Assert.Equal(
            (expected.EventType is LifecycleEventType.Connected ? "connected" : "disconnected", $"{expected.VersionNumber}", $"{expected.Timestamp}", expected.SessionIdentifier),
            (item["eventType"].S, item["versionNumber"].N, item["timestamp"].N, item.GetValueOrDefault("sessionIdentifier")?.S));
    }
}
