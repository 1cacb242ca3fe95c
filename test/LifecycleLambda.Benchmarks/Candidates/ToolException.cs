namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>A build tool is missing or failed.</summary>
internal sealed class ToolException(string message) : Exception(message);
