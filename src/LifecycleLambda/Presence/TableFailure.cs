using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LifecycleLambda.Presence;

/// <summary>Explains the failure of a request in one sentence, for the person who reads the failed-events queue.</summary>
internal static class TableFailure
{
    private const string ForeignResponse = "a DynamoDB response; check AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL";

    /// <summary>Creates the exception that explains the failure.</summary>
    /// <param name="exception">The SDK's exception.</param>
    /// <param name="problem">The beginning of the sentence: the operation that failed.</param>
    /// <param name="action">The permission that the function's role needs.</param>
    internal static PresenceTableException CreateException(Exception exception, string problem, string action) =>
        new($"{problem}: {Reason(exception, action, "DynamoDB", ForeignResponse)}.", exception);

    /// <summary>Explains the failure of a request to any service, without the text of the exception.</summary>
    /// <param name="exception">The SDK's exception.</param>
    /// <param name="action">The permission that the function's role needs.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="foreignResponse">The reason if some other web server responded, and what to check.</param>
    internal static string Reason(Exception exception, string action, string service, string foreignResponse) => exception switch
    {
        // HttpClient reports its timeout, which is that of one attempt, as a cancellation, too.
        OperationCanceledException { InnerException: TimeoutException } or TimeoutException => $"{service} did not respond in time",
        OperationCanceledException =>
            $"the request did not finish before the invocation's deadline: {service} was slow, throttling or unreachable",
        ResourceNotFoundException =>
            "the table does not exist in this region (ResourceNotFoundException); check PRESENCE_TABLE_NAME",
        AmazonServiceException { ErrorCode: ("AccessDeniedException" or "AccessDenied") and var code } =>
            $"the function's role lacks the permission {action} on it ({code})",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } error =>
            $"{service} returned {code} (HTTP {(int)error.StatusCode}, request {OrUnknown(error.RequestId)})",
        // The SDK's check of a response's hash has no status.
        InvalidDataException or AmazonUnmarshallingException or AmazonServiceException { StatusCode: 0 } =>
            $"the endpoint returned HTTP 200, but not {foreignResponse}",
        AmazonServiceException error => $"{service} returned HTTP {(int)error.StatusCode}",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } or IOException =>
            $"the connection to {service} broke before the response was complete",
        HttpRequestException error => $"{service} could not be reached ({error.HttpRequestError})",
        AmazonClientException => "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as AWS Lambda does",
        _ => $"{service} could not be called ({exception.GetType().Name})",
    };

    private static string OrUnknown(string? requestId) => string.IsNullOrEmpty(requestId) ? "unknown" : requestId;
}
