using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LifecycleLambda.Presence;

/// <summary>Turns what the SDK throws into a sentence for the person who reads the failed-events queue.</summary>
internal static class WriteFailure
{
    internal static PresenceTableException From(Exception exception, string tableName) =>
        new($"The table {tableName} was not written: {Reason(exception)}.", exception);

    private static string Reason(Exception exception) => exception switch
    {
        OperationCanceledException => "DynamoDB did not take it before the invocation's deadline; it was slow, throttled or out of reach",
        ResourceNotFoundException => "it does not exist in this region (ResourceNotFoundException); check PRESENCE_TABLE_NAME",
        AmazonServiceException { ErrorCode: "AccessDeniedException" } =>
            "the function's role may not do dynamodb:UpdateItem on it (AccessDeniedException)",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } service =>
            $"DynamoDB answered {code} (HTTP {(int)service.StatusCode}, request {Known(service.RequestId)})",
        AmazonServiceException service => $"DynamoDB answered HTTP {(int)service.StatusCode}",
        TimeoutException => "DynamoDB did not answer in time",
        HttpRequestException http => $"DynamoDB could not be reached ({http.HttpRequestError})",
        IOException => "the connection to DynamoDB broke off before an answer",
        AmazonClientException => "the AWS SDK could not make the request (AmazonClientException); check that the function has credentials",
        _ => $"DynamoDB could not be called ({exception.GetType().Name})",
    };

    private static string Known(string? requestId) => string.IsNullOrEmpty(requestId) ? "unknown" : requestId;
}
