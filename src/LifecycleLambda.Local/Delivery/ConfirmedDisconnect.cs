namespace LifecycleLambda.Local.Delivery;

/// <summary>A disconnect that the function confirmed.</summary>
internal readonly record struct ConfirmedDisconnect(string ClientId, string SessionIdentifier);
