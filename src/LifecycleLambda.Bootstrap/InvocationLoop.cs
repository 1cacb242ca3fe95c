namespace LifecycleLambda.Bootstrap;

/// <summary>The loop of every Lambda runtime: request an invocation, handle it, respond. A failed invocation never ends the loop.</summary>
internal sealed class InvocationLoop(RuntimeApiClient runtime, LifecycleHandler handler)
{
    /// <summary>Processes invocations until the token is cancelled.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API can't be used any more.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var invocation = await runtime.NextAsync(cancellationToken);
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            await ProcessAsync(invocation);
        }
    }

    private async Task ProcessAsync(Invocation invocation)
    {
        ReadOnlyMemory<byte> response;
        try
        {
            using var deadline = StartDeadline(invocation);
            response = await handler.HandleAsync(invocation.Payload, invocation.RequestId, deadline.Token);
        }
        catch (Exception exception)
        {
            await runtime.ReportErrorAsync(invocation.RequestId, exception);
            return;
        }

        if (!await runtime.RespondAsync(invocation.RequestId, response))
        {
            await runtime.ReportErrorAsync(invocation.RequestId, new RuntimeApiException("The Runtime API rejected the response."));
        }
    }

    private static CancellationTokenSource StartDeadline(Invocation invocation) => invocation.Deadline is { } deadline
        ? InvocationDeadline.Start(deadline - DateTimeOffset.UtcNow, TimeProvider.System)
        : new CancellationTokenSource();
}
