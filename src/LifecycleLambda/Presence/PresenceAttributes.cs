namespace LifecycleLambda.Presence;

/// <summary>The attributes of an item, named as in the event (docs/design.md, "The item").</summary>
internal static class PresenceAttributes
{
    internal const string ClientId = "clientId";
    internal const string EventType = "eventType";
    internal const string Timestamp = "timestamp";
    internal const string VersionNumber = "versionNumber";
    internal const string SessionIdentifier = "sessionIdentifier";
    internal const string PrincipalIdentifier = "principalIdentifier";
    internal const string ThingName = "thingName";
    internal const string IpAddress = "ipAddress";
    internal const string ConnectedAt = "connectedAt";
    internal const string DisconnectedAt = "disconnectedAt";
    internal const string ClientInitiatedDisconnect = "clientInitiatedDisconnect";
    internal const string DisconnectReason = "disconnectReason";
    internal const string OfflineConfirmedAt = "offlineConfirmedAt";
    internal const string ExpiresAt = "expiresAt";

    /// <summary>The version number of a repaired item (docs/design.md, "Repair"). Every event's version is higher.</summary>
    internal const long RepairedVersion = -1;

    /// <summary>The names for every expression, which writes <c>#timestamp</c> because timestamp is a reserved word of DynamoDB.</summary>
    internal static readonly Dictionary<string, string> ExpressionNames = new() { [$"#{Timestamp}"] = Timestamp };
}
