namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A candidate did not do the job: it is reported, not timed.</summary>
internal sealed class CandidateFailedException(string message) : Exception(message);
