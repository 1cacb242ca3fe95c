namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The presence of one client as its item shows it.</summary>
internal enum PresenceState
{
    /// <summary>The item was provisioned, and its client has not connected yet.</summary>
    Unknown,

    /// <summary>The client is connected.</summary>
    Online,

    /// <summary>The client is disconnected.</summary>
    Offline,

    /// <summary>An attribute holds something that the function never writes.</summary>
    Unreadable,
}
