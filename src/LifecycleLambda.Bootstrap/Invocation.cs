namespace LifecycleLambda.Bootstrap;

/// <summary>One invocation as the Runtime API hands it over.</summary>
/// <param name="RequestId"><c>Lambda-Runtime-Aws-Request-Id</c>: what the answer must name.</param>
/// <param name="Deadline"><c>Lambda-Runtime-Deadline-Ms</c>: when Lambda kills the sandbox; absent where the header is.</param>
/// <param name="TraceId"><c>Lambda-Runtime-Trace-Id</c>, for X-Ray.</param>
/// <param name="Payload">The event.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset? Deadline, string? TraceId, ReadOnlyMemory<byte> Payload);
