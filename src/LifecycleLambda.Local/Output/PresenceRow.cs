using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Output;

/// <summary>An item's state as escaped text for a terminal.</summary>
internal sealed record PresenceRow(string ClientId, string State, string Since, string Reason)
{
    internal static PresenceRow FromItem(PresenceItem item)
    {
        string?[] reasons = item.State is PresenceState.Unreadable
            ? [item.Problem]
            : [item.Reason?.Escaped(), item.IsConfirmed ? "confirmed" : null];
        return new(
            item.ClientId.Escaped(),
            Name(item.State),
            $"{item.Since:u}",
            string.Join(", ", reasons.Where(reason => reason is { Length: > 0 })));
    }

    private static string Name(PresenceState state) => state switch
    {
        PresenceState.Online => "online",
        PresenceState.Offline => "offline",
        PresenceState.Unreadable => "unreadable",
        _ => "unknown",
    };

    /// <summary>Returns the row as one line of text.</summary>
    public override string ToString() => $"{State,-8} since {Since,-20}  {ClientId}{(Reason is "" ? "" : $"  {Reason}")}";
}
