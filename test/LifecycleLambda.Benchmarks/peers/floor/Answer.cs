namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>What the function answers.</summary>
internal sealed record Answer(string Outcome);
