using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Online;

/// <summary>A client whose item isn't right, or can't be verified.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Item">The client's item, or an item that has only the client's id.</param>
/// <param name="Status">AWS IoT's answer, if there is one.</param>
/// <param name="Problem">The reason why the client can't be verified.</param>
/// <param name="IsRepaired">True if the item now shows AWS IoT's answer.</param>
internal sealed record Finding(
    Verdict Verdict, PresenceItem Item, ConnectionStatus? Status = null, string? Problem = null, bool IsRepaired = false)
{
    internal string Name => Verdict switch
    {
        Verdict.Unreadable => "unreadable",
        Verdict.NotAsked => "not asked",
        Verdict.Missing => "missing",
        _ => "wrong",
    };

    internal string Table => State(Item.EventType, Item.Since);
    internal string AwsIot => State(Status?.EventType, Status?.Since);

    /// <summary>The finding for <c>--json</c>.</summary>
    internal object Json => new
    {
        Verdict = Name,
        Item.ClientId,
        Table = Item.EventType is null ? null : new { Item.EventType, Timestamp = Item.Since?.ToUnixTimeMilliseconds() },
        AwsIot = Status is null
            ? null
            : new { Status.EventType, Timestamp = Status.Since?.ToUnixTimeMilliseconds(), Status.DisconnectReason },
        Problem,
        Repaired = IsRepaired ? true : (bool?)null,
    };

    /// <summary>Returns the finding as one line of text.</summary>
    public override string ToString()
    {
        var detail = Problem ?? $"{(Table is "" ? "not shown" : $"shown {Table}")}, is {AwsIot}";
        return $"{Name,-10}  {Item.ClientId.Escaped()}  {detail}{(IsRepaired ? ", repaired" : "")}";
    }

    private static string State(LifecycleEventType? type, DateTimeOffset? since)
    {
        var state = type switch
        {
            LifecycleEventType.Connected => "online",
            LifecycleEventType.Disconnected => "offline",
            _ => "",
        };
        return since is null ? state : $"{state} since {since:u}";
    }
}
