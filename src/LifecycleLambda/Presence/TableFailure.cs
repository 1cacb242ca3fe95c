using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LifecycleLambda.Presence;

/// <summary>Turns what a request can fail with into a sentence for the person who reads the failed-events queue.</summary>
internal static class TableFailure
{
    /// <param name="exception">What the SDK threw.</param>
    /// <param name="problem">What was not done, as the beginning of the sentence.</param>
    /// <param name="action">What the function's role must allow.</param>
    internal static PresenceTableException From(Exception exception, string problem, string action) =>
        new($"{problem}: {Reason(exception, action)}.", exception);

    private static string Reason(Exception exception, string action) => exception switch
    {
        // HttpClient's own time-out, that of one attempt, is cancelled too.
        OperationCanceledException { InnerException: TimeoutException } or TimeoutException => "DynamoDB did not answer in time",
        OperationCanceledException => "DynamoDB did not take it before the invocation's deadline; it was slow, throttled or out of reach",
        ResourceNotFoundException => "it does not exist in this region (ResourceNotFoundException); check PRESENCE_TABLE_NAME",
        AmazonServiceException { ErrorCode: "AccessDeniedException" } =>
            $"the function's role may not do {action} on it (AccessDeniedException)",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } refusal =>
            $"DynamoDB answered {code} (HTTP {(int)refusal.StatusCode}, request {Known(refusal.RequestId)})",
        InvalidDataException or AmazonUnmarshallingException =>
            "the endpoint answered, but not as DynamoDB does (HTTP 200); check AWS_ENDPOINT_URL_DYNAMODB",
        AmazonServiceException refusal => $"DynamoDB answered HTTP {(int)refusal.StatusCode}",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } or IOException =>
            "the connection to DynamoDB broke off before an answer",
        HttpRequestException http => $"DynamoDB could not be reached ({http.HttpRequestError})",
        AmazonClientException => "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as AWS Lambda does",
        _ => $"DynamoDB could not be called ({exception.GetType().Name})",
    };

    private static string Known(string? requestId) => string.IsNullOrEmpty(requestId) ? "unknown" : requestId;
}
