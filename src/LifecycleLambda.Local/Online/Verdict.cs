namespace LifecycleLambda.Local.Online;

/// <summary>The result of comparing a client's item with AWS IoT's answer (docs/design.md, "Verdicts").</summary>
internal enum Verdict
{
    /// <summary>The table shows the state that AWS IoT reports.</summary>
    Right,

    /// <summary>An event is still on its way, so the item is neither right nor wrong.</summary>
    OnItsWay,

    /// <summary>The table shows another state than AWS IoT.</summary>
    Wrong,

    /// <summary>The client is connected, but the table shows no state for it.</summary>
    Missing,

    /// <summary>The item has an attribute that can't be read.</summary>
    Unreadable,

    /// <summary>AWS IoT doesn't accept the client's id.</summary>
    NotAsked,
}
