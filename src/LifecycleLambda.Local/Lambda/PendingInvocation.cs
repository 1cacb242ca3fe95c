using System.Diagnostics;

namespace LifecycleLambda.Local.Lambda;

/// <summary>An invocation without a response yet.</summary>
internal sealed class PendingInvocation(ReadOnlyMemory<byte> payload, TimeSpan timeout)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string RequestId { get; } = Guid.NewGuid().ToString();
    internal ReadOnlyMemory<byte> Payload { get; } = payload;
    internal TimeSpan Timeout { get; } = timeout;
    internal long StartTimestamp { get; set; }
    internal Task<InvocationResult> Result => _result.Task;

    internal void Complete(InvocationResult result) => _result.SetResult(
        result with { RequestId = RequestId, StartTimestamp = StartTimestamp, EndTimestamp = Stopwatch.GetTimestamp() });
}
