namespace LifecycleLambda.Bootstrap;

/// <summary>The loop of every Lambda runtime: next, handle, answer. A failed invocation never ends it.</summary>
internal sealed class InvocationLoop(RuntimeApiClient runtime, LifecycleHandler handler, TimeProvider time)
{
    /// <summary>How long before the deadline an invocation is given up, so that it is reported and not killed.</summary>
    private static readonly TimeSpan DeadlineMargin = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

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

    private CancellationTokenSource DeadlineOf(Invocation invocation)
    {
        if (invocation.Deadline is not { } deadline)
        {
            return new CancellationTokenSource();
        }

        // No invocation lasts longer than 15 minutes, and a timer takes no more than some weeks.
        var remaining = TimeSpan.FromTicks(Math.Clamp((deadline - time.GetUtcNow()).Ticks, 0, LongestInvocation.Ticks));
        // A short deadline keeps half of its time for the work.
        var budget = remaining > 2 * DeadlineMargin ? remaining - DeadlineMargin : remaining / 2;
        return new CancellationTokenSource(budget, time);
    }
}
