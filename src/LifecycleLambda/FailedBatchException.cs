namespace LifecycleLambda;

/// <summary>Every message of a batch failed. The log has a line for each message.</summary>
public sealed class FailedBatchException : Exception
{
    /// <summary>Creates the exception for a batch.</summary>
    /// <param name="messages">The number of messages.</param>
    /// <param name="first">The failure of the first message.</param>
    public FailedBatchException(int messages, Exception first)
        : base($"Every message of the batch failed ({messages}). The first one: {first.Message}", first)
    {
    }
}
