namespace LifecycleLambda.Bootstrap;

/// <summary>The loop of every Lambda runtime: next, handle, answer. A failed invocation never ends it.</summary>
internal sealed class InvocationLoop(RuntimeApiClient runtime, LifecycleHandler handler)
{
    /// <summary>Serves invocations until it is told to stop or the Runtime API is lost.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API is lost.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var invocation = await runtime.NextAsync(cancellationToken);
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            await ServeAsync(invocation);
        }
    }

    private async Task ServeAsync(Invocation invocation)
    {
        ReadOnlyMemory<byte> answer;
        try
        {
            using var deadline = DeadlineOf(invocation);
            answer = await handler.HandleAsync(invocation.Payload, invocation.RequestId, deadline.Token);
        }
        catch (Exception exception)
        {
            await runtime.ReportErrorAsync(invocation.RequestId, exception);
            return;
        }

        if (!await runtime.RespondAsync(invocation.RequestId, answer))
        {
            await runtime.ReportErrorAsync(invocation.RequestId, new RuntimeApiException("The Runtime API refused the answer."));
        }
    }

    private static CancellationTokenSource DeadlineOf(Invocation invocation) => invocation.Deadline is { } deadline
        ? InvocationDeadline.Start(deadline - DateTimeOffset.UtcNow, TimeProvider.System)
        : new CancellationTokenSource();
}
