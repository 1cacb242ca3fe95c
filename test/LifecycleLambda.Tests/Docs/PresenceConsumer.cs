using System.Globalization;
using System.Text.Json.Nodes;
using static LifecycleLambda.Tests.Docs.PresenceChange;

namespace LifecycleLambda.Tests.Docs;

/// <summary>The worked consumer of docs/stream.md.</summary>
internal static class PresenceConsumer
{
    #region consumer
    /// <summary>Reads one of the <c>Records</c> that Lambda hands over.</summary>
    /// <returns>Nothing for a change that says nothing about the client, such as one of your own attributes.</returns>
    internal static PresenceChange? Read(JsonNode record)
    {
        var (id, change) = ((string)record["eventID"]!, record["dynamodb"]!);
        var client = (string)change["Keys"]!["clientId"]!["S"]!;
        if (change["NewImage"] is null)
        {
            // Only the service's own deletions have this principal: not those of a person or a program.
            return (string?)record["userIdentity"]?["principalId"] is "dynamodb.amazonaws.com" ? new Expired(client, id) : null;
        }

        var (state, before) = (New("eventType"), Old("eventType"));
        if (state == before && New("versionNumber") == Old("versionNumber") && New("timestamp") == Old("timestamp"))
        {
            // No event: the item was changed otherwise.
            return New("offlineConfirmedAt") is { } confirmed && Old("offlineConfirmedAt") is null
                ? new ConfirmedOffline(client, id, Time(confirmed))
                : null;
        }

        return state switch
        {
            "connected" when before is "connected" => new TookOver(client, id, Time(New("timestamp")!)),
            "connected" => new CameOnline(client, id, Time(New("timestamp")!)),
            "disconnected" => new WentOffline(client, id, Time(New("timestamp")!), SessionLength()),
            _ => null,
        };

        string? New(string attribute) => Value(change["NewImage"], attribute);
        string? Old(string attribute) => Value(change["OldImage"], attribute);

        TimeSpan? SessionLength()
        {
            if (before is not "connected" || New("sessionIdentifier") is not { } session || session != Old("sessionIdentifier"))
            {
                return null;
            }

            // The clocks behind the two times can be minutes apart: a short session can seem to end before it began.
            var length = Time(New("timestamp")!) - Time(Old("timestamp")!);
            return length > TimeSpan.Zero ? length : TimeSpan.Zero;
        }
    }

    private static string? Value(JsonNode? image, string attribute) =>
        (string?)(image?[attribute]?["S"] ?? image?[attribute]?["N"]);

    private static DateTimeOffset Time(string milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
    #endregion
}
