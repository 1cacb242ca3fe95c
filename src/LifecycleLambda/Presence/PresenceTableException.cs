namespace LifecycleLambda.Presence;

/// <summary>
/// DynamoDB rejected a request or was unreachable (outcome Failed). The message explains what to do. It never contains the item or
/// credentials; a service's own message might.
/// </summary>
public sealed class PresenceTableException : Exception
{
    /// <summary>Creates the exception for a failed request.</summary>
    /// <param name="message">The failure, its reason and what to do.</param>
    /// <param name="innerException">The exception of the request.</param>
    public PresenceTableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
