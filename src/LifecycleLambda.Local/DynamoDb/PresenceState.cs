namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The presence of one client as its item shows it.</summary>
internal enum PresenceState
{
    /// <summary>The item was provisioned, and its client has not connected yet.</summary>
    Unknown,

    Online,
    Offline,

    /// <summary>An attribute has a value that the function never writes.</summary>
    Unreadable,
}
