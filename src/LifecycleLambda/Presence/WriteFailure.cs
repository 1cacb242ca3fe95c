using System.Net;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Presence;

/// <summary>Turns what a write can fail with into a sentence for the person who reads the failed-events queue.</summary>
internal static class WriteFailure
{
    internal static PresenceTableException From(Exception exception, string tableName) =>
        new($"The table {tableName} was not written: {Reason(exception)}.", exception);

    private static string Reason(Exception exception) => exception switch
    {
        OperationCanceledException => "DynamoDB did not take it before the invocation's deadline; it was slow, throttled or out of reach",
        DynamoDbException { Code: "ResourceNotFoundException" } =>
            "it does not exist in this region (ResourceNotFoundException); check PRESENCE_TABLE_NAME",
        DynamoDbException { Code: "AccessDeniedException" } =>
            "the function's role may not do dynamodb:UpdateItem on it (AccessDeniedException)",
        DynamoDbException { Code: { Length: > 0 } code } refusal =>
            $"DynamoDB answered {code} (HTTP {(int)refusal.Status}, request {Known(refusal.RequestId)})",
        DynamoDbException { Status: HttpStatusCode.OK } =>
            "the endpoint answered, but not as DynamoDB does (HTTP 200); check AWS_ENDPOINT_URL_DYNAMODB",
        DynamoDbException refusal => $"DynamoDB answered HTTP {(int)refusal.Status}",
        TimeoutException => "DynamoDB did not answer in time",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } or IOException =>
            "the connection to DynamoDB broke off before an answer",
        HttpRequestException http => $"DynamoDB could not be reached ({http.HttpRequestError})",
        MissingCredentialsException => "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as AWS Lambda does",
        _ => $"DynamoDB could not be called ({exception.GetType().Name})",
    };

    private static string Known(string? requestId) => string.IsNullOrEmpty(requestId) ? "unknown" : requestId;
}
