using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Aws;

/// <summary>
/// Asynchronous invocation as Lambda does it, without its waits of minutes: two retries, then a record to the failed-events queue.
/// </summary>
internal sealed class AsyncInvoker(FunctionPool functions, MessageQueue failedEvents)
{
    private const int Attempts = 3;

    private int _retries;

    /// <summary>How many invocations were retries.</summary>
    internal int Retries => _retries;

    /// <summary>Delivers an event.</summary>
    /// <returns>What the last attempt answered.</returns>
    internal async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var result = await functions.InvokeAsync(payload, cancellationToken);
        for (var attempt = 2; !result.Succeeded && attempt <= Attempts; attempt++)
        {
            Interlocked.Increment(ref _retries);
            result = await functions.InvokeAsync(payload, cancellationToken);
        }

        if (!result.Succeeded)
        {
            failedEvents.Send(OnFailureRecord.For(payload, result, Attempts));
        }

        return result;
    }
}
