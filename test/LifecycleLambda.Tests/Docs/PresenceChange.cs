namespace LifecycleLambda.Tests.Docs;

/// <summary>A change of a client's presence.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="RecordId">Unique per record. A record that is delivered again has the same identifier.</param>
internal abstract record PresenceChange(string ClientId, string RecordId)
{
    /// <summary>The client was offline or unknown, and connected.</summary>
    internal sealed record CameOnline(string ClientId, string RecordId, DateTimeOffset At) : PresenceChange(ClientId, RecordId);

    /// <summary>The client was online, and a new session took over.</summary>
    internal sealed record TookOver(string ClientId, string RecordId, DateTimeOffset At) : PresenceChange(ClientId, RecordId);

    /// <summary>The client disconnected. The session's length is known only if the session's connect was applied.</summary>
    internal sealed record WentOffline(string ClientId, string RecordId, DateTimeOffset At, TimeSpan? SessionLength)
        : PresenceChange(ClientId, RecordId);

    /// <summary>The client was still offline after the delay.</summary>
    internal sealed record ConfirmedOffline(string ClientId, string RecordId, DateTimeOffset At) : PresenceChange(ClientId, RecordId);

    /// <summary>The client was offline for so long that Time to Live removed its item.</summary>
    internal sealed record Expired(string ClientId, string RecordId) : PresenceChange(ClientId, RecordId);
}
