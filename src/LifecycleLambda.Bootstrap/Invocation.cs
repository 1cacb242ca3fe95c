namespace LifecycleLambda.Bootstrap;

/// <summary>One invocation as the Runtime API returns it.</summary>
/// <param name="RequestId"><c>Lambda-Runtime-Aws-Request-Id</c>: identifies the invocation in the response.</param>
/// <param name="Deadline"><c>Lambda-Runtime-Deadline-Ms</c>: the time at which Lambda kills the sandbox, if the header is usable.</param>
/// <param name="TraceId"><c>Lambda-Runtime-Trace-Id</c>, for X-Ray.</param>
/// <param name="Payload">The event.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset? Deadline, string? TraceId, ReadOnlyMemory<byte> Payload);
