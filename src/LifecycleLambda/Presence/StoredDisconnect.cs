namespace LifecycleLambda.Presence;

/// <summary>A disconnect that the table's stream has reported, and that is to be confirmed if the item still shows it.</summary>
internal sealed record StoredDisconnect(string ClientId, long Timestamp, long VersionNumber);
