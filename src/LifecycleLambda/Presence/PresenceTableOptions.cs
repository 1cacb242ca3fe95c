namespace LifecycleLambda.Presence;

/// <summary>What a write depends on (DESIGN section 7).</summary>
/// <param name="TableName">The table's name or ARN.</param>
/// <param name="TimestampTolerance">The tolerance <c>T</c> of the ordering rule: 300 to 2700 s.</param>
/// <param name="RetainDisconnectedDays">Days that a disconnected client stays in the table: 0 = for ever, or 30 to 3650.</param>
public sealed record PresenceTableOptions(string TableName, TimeSpan TimestampTolerance, int RetainDisconnectedDays);
