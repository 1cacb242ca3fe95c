using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Tests.Support;

/// <summary>Holds an item against the event that it must show.</summary>
internal static class ItemAssert
{
    internal static void Shows(LifecycleEvent expected, Dictionary<string, AttributeValue>? item) => Assert.Equal(StateOf(expected), StateOf(item));

    internal static bool IsShowing(LifecycleEvent expected, Dictionary<string, AttributeValue>? item) => StateOf(expected) == StateOf(item);

    private static string StateOf(LifecycleEvent e) => $"{e.EventType.ToAwsName()} {e.VersionNumber} at {e.Timestamp}, session {e.SessionIdentifier}";

    private static string StateOf(Dictionary<string, AttributeValue>? item)
    {
        return $"{Value("eventType")} {Value("versionNumber")} at {Value("timestamp")}, session {Value("sessionIdentifier")}";

        string? Value(string attribute) => item?.GetValueOrDefault(attribute) is { } value ? value.S ?? value.N : null;
    }
}
