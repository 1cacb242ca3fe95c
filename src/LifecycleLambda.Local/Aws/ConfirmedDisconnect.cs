namespace LifecycleLambda.Local.Aws;

/// <summary>A disconnect that the function confirmed.</summary>
internal readonly record struct ConfirmedDisconnect(string ClientId, string SessionIdentifier);
