using System.Globalization;
using static LifecycleLambda.Tests.Docs.PresenceChange;

namespace LifecycleLambda.Tests.Docs;

/// <summary>The C# example of docs/consumers.md.</summary>
internal static class PresenceConsumer
{
    #region consumer
    /// <summary>Reads one of the <c>Records</c> in the payload of a Lambda function.</summary>
    /// <returns>Null if the record reports nothing about the client, for example if one of your attributes changed.</returns>
    internal static PresenceChange? Read(JsonNode record)
    {
        var (id, change) = ((string)record["eventID"]!, record["dynamodb"]!);
        var client = (string)change["Keys"]!["clientId"]!["S"]!;
        if (change["NewImage"] is null)
        {
            // Only deletions by Time to Live have this principal. Deletions by people or programs don't.
            return (string?)record["userIdentity"]?["principalId"] is "dynamodb.amazonaws.com" ? new Expired(client, id) : null;
        }

        var (state, before) = (New("eventType"), Old("eventType"));
        if (state == before && New("versionNumber") == Old("versionNumber") && New("timestamp") == Old("timestamp"))
        {
            // No event changed the item.
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

            // The clocks behind the two timestamps can differ by minutes, so a short session can seem to end before it began.
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
