namespace LifecycleLambda.Presence;

/// <summary>A disconnect from the table's stream, which is confirmed if the item still shows this disconnect.</summary>
internal sealed record StoredDisconnect(string ClientId, long Timestamp, long VersionNumber);
