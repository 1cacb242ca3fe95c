namespace LifecycleLambda.Tests.Docs;

/// <summary>What a record of the stream says about a client.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="RecordId">Unique per record, and the same when a record is handed over again.</param>
internal abstract record PresenceChange(string ClientId, string RecordId)
{
    /// <summary>It was offline, or not known.</summary>
    internal sealed record CameOnline(string ClientId, string RecordId, DateTimeOffset At) : PresenceChange(ClientId, RecordId);

    /// <summary>It was online, and a new session took over.</summary>
    internal sealed record TookOver(string ClientId, string RecordId, DateTimeOffset At) : PresenceChange(ClientId, RecordId);

    /// <summary>A session ended; how long it was is known only if its connect was applied.</summary>
    internal sealed record WentOffline(string ClientId, string RecordId, DateTimeOffset At, TimeSpan? SessionLength)
        : PresenceChange(ClientId, RecordId);

    /// <summary>It is still away after the delay.</summary>
    internal sealed record ConfirmedOffline(string ClientId, string RecordId, DateTimeOffset At) : PresenceChange(ClientId, RecordId);

    /// <summary>It was away for so long that Time to Live removed it.</summary>
    internal sealed record Expired(string ClientId, string RecordId) : PresenceChange(ClientId, RecordId);
}
