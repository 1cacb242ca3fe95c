namespace LifecycleLambda.Presence;

/// <summary>
/// The table refused a request or could not be reached: the outcome Failed. The message says what to do and holds
/// neither the item nor a credential, which a service's own message can.
/// </summary>
public sealed class PresenceTableException : Exception
{
    /// <summary>A failed request.</summary>
    /// <param name="message">What failed and what to do.</param>
    /// <param name="innerException">What the request ended in.</param>
    public PresenceTableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
