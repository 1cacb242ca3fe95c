namespace LifecycleLambda.Bootstrap;

/// <summary>The Runtime API is lost or refuses what it must accept: the process ends, and Lambda starts another.</summary>
internal sealed class RuntimeApiException : Exception
{
    internal RuntimeApiException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
