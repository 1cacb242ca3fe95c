namespace LifecycleLambda.Bootstrap;

/// <summary>The Runtime API failed or rejected a request that it must accept. The process ends, and Lambda starts another.</summary>
internal sealed class RuntimeApiException : Exception
{
    internal RuntimeApiException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
