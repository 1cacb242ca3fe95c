using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Output;

/// <summary>An item as a person wants to see it, fit for a terminal: online or not, since when, and why not.</summary>
internal sealed record PresenceRow(string ClientId, string State, string Since, string Reason)
{
    internal static PresenceRow Of(PresenceItem item)
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

    /// <summary>The state's name for a person and a script.</summary>
    internal static string Name(PresenceState state) => state switch
    {
        PresenceState.Online => "online",
        PresenceState.Offline => "offline",
        PresenceState.Unreadable => "unreadable",
        _ => "unknown",
    };

    /// <summary>One line for a pipe.</summary>
    public override string ToString() => $"{State,-8} since {Since,-20}  {ClientId}{(Reason is "" ? "" : $"  {Reason}")}";
}
