namespace LifecycleLambda.Presence;

/// <summary>What became of an event; docs/design.md lists them under "Outcomes".</summary>
internal enum Outcome
{
    /// <summary>The event was newer than the stored state, and is the stored state now.</summary>
    Applied,

    /// <summary>The stored state is this very event; nothing was written.</summary>
    Duplicate,

    /// <summary>The stored state is newer; nothing was written.</summary>
    Stale,

    /// <summary>The payload is not a lifecycle event.</summary>
    Invalid,

    /// <summary>The table could not be written; Lambda retries.</summary>
    Failed,

    /// <summary>The client is still away: its disconnect was confirmed.</summary>
    Confirmed,

    /// <summary>The clients were counted.</summary>
    Counted,

    /// <summary>The client came back, or its disconnect is confirmed already; nothing was written.</summary>
    Superseded,
}
