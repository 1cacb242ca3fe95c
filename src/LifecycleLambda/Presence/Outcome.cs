namespace LifecycleLambda.Presence;

/// <summary>The outcome of a payload (docs/design.md, "Outcomes").</summary>
internal enum Outcome
{
    /// <summary>The event was newer than the stored state and is now the stored state.</summary>
    Applied,

    /// <summary>The stored state is this same event; nothing was written.</summary>
    Duplicate,

    /// <summary>The stored state is newer; nothing was written.</summary>
    Stale,

    /// <summary>The payload isn't a lifecycle event.</summary>
    Invalid,

    /// <summary>The table could not be written; Lambda retries.</summary>
    Failed,

    /// <summary>The client is still offline, and its disconnect was confirmed.</summary>
    Confirmed,

    /// <summary>The clients were counted.</summary>
    Counted,

    /// <summary>The client came back, or its disconnect was already confirmed; nothing was written.</summary>
    Superseded,
}
