using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Online;

/// <summary>Decides whether an item is right (docs/design.md, "Verdicts").</summary>
internal static class VerdictRule
{
    /// <param name="item">The client's item. If the table has none, an item that has only the client's id.</param>
    /// <param name="status">AWS IoT's answer.</param>
    /// <param name="askedAt">The time of the request to AWS IoT.</param>
    /// <param name="settle">The time within which an event can still be on its way.</param>
    internal static Verdict Decide(PresenceItem item, ConnectionStatus status, DateTimeOffset askedAt, TimeSpan settle)
    {
        if (item.State is PresenceState.Unreadable)
        {
            return Verdict.Unreadable;
        }

        if (item.EventType is null)
        {
            return status.EventType is LifecycleEventType.Connected ? Verdict.Missing : Verdict.Right;
        }

        if (item.EventType == status.EventType)
        {
            return Verdict.Right;
        }

        // Without a time from AWS IoT, its state is younger than the item's, because the client has left the item's state.
        var age = askedAt - (status.Since ?? item.Since);
        return item.Since >= status.Since || age < settle ? Verdict.OnItsWay : Verdict.Wrong;
    }

    /// <summary>Returns the reason why <c>GetConnection</c> doesn't accept a client id, or null if it does.</summary>
    internal static string? ProblemOf(string clientId) =>
        clientId is "." or ".." ? "a URL's path can't contain it" : IotClientId.Problem(clientId);
}
