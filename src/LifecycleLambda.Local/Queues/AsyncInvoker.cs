using System.Text.Json;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Queues;

/// <summary>Invokes the function asynchronously as Lambda does, but without the minutes between attempts. If the last attempt fails, the
/// event goes to the failed-events queue.</summary>
internal sealed class AsyncInvoker(FunctionPool functions, MessageQueue failedEvents)
{
    private int _retries;

    private static int Attempts => 1 + StackTemplate.Default.ReadNumber("LifecycleFunction", "EventInvokeConfig", "MaximumRetryAttempts");
    internal int Retries => _retries;

    /// <summary>Returns the result of the last attempt.</summary>
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
            failedEvents.Send(CreateFailureRecord(payload, result));
        }

        return result;
    }

    /// <summary>Creates the message that Lambda sends to the on-failure destination
    /// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html).</summary>
    internal static string CreateFailureRecord(ReadOnlyMemory<byte> payload, InvocationResult result) => JsonSerializer.Serialize(new
    {
        version = "1.0",
        timestamp = DateTime.UtcNow,
        requestContext = new
        {
            requestId = result.RequestId,
            functionArn = "arn:aws:lambda:us-east-1:000000000000:function:LifecycleLambda:$LATEST",
            condition = "RetriesExhausted",
            approximateInvokeCount = Attempts,
        },
        requestPayload = JsonElement.Parse(payload.Span),
        responseContext = new { statusCode = 200, executedVersion = "$LATEST", functionError = "Unhandled" },
        responsePayload = new { errorType = result.ErrorType, errorMessage = result.ErrorMessage },
    });
}
