namespace LifecycleLambda.Benchmarks;

/// <summary>A candidate did not do the job, or what the run needs is missing. The message says which.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
