using System.Text.Json;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Aws;

/// <summary>
/// What Lambda sends to the on-failure destination when it gives up
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html).
/// </summary>
internal static class OnFailureRecord
{
    internal static string For(ReadOnlyMemory<byte> payload, InvocationResult result, int attempts) => JsonSerializer.Serialize(new
    {
        version = "1.0",
        timestamp = DateTime.UtcNow,
        requestContext = new
        {
            requestId = result.RequestId,
            functionArn = "arn:aws:lambda:us-east-1:000000000000:function:LifecycleLambda:$LATEST",
            condition = "RetriesExhausted",
            approximateInvokeCount = attempts,
        },
        requestPayload = JsonElement.Parse(payload.Span),
        responseContext = new { statusCode = 200, executedVersion = "$LATEST", functionError = "Unhandled" },
        responsePayload = new { errorType = result.ErrorType, errorMessage = result.ErrorMessage },
    });
}
