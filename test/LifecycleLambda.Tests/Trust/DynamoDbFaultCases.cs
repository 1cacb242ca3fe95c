using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Local.DynamoDb.DynamoDbFault;

namespace LifecycleLambda.Tests.Trust;

/// <summary>The table of docs/failures.md.</summary>
internal static class DynamoDbFaultCases
{
    /// <summary>One attempt and four more.</summary>
    private const int Tries = 5;

    /// <summary>Failures that pass, if they pass soon enough.</summary>
    private static readonly DynamoDbFaultCase[] Retried =
    [
        new("`ProvisionedThroughputExceededException`, lasting", Tries, "Failed",
            "DynamoDB answered ProvisionedThroughputExceededException (HTTP 400, request REQUEST)", Error(400, "ProvisionedThroughputExceededException")),
        // DynamoDB does not send this header.
        new("`ThrottlingException` with `Retry-After: 3600`, lasting", Tries, "Failed", "DynamoDB answered ThrottlingException (HTTP 400, request REQUEST)",
            Error(400, "ThrottlingException", ("Retry-After", "3600"))),
        Once("ProvisionedThroughputExceededException"),
        Once("ThrottlingException"),
        new("`ThrottlingException` with `Retry-After: 1`, once", 2, "Applied", "", Error(400, "ThrottlingException", ("Retry-After", "1")), None),
        Once("RequestLimitExceeded"),
        Once("LimitExceededException"),
        Once("TransactionInProgressException"),
        Once("ReplicatedWriteConflictException"),
        new("`InternalServerError` (500), four times", Tries, "Applied", "", [.. Enumerable.Repeat(Error(500, "InternalServerError"), 4), None]),
        new("`InternalServerError` (500), lasting", Tries, "Failed", "DynamoDB answered InternalServerError (HTTP 500, request REQUEST)", Error(500, "InternalServerError")),
        new("`InternalServerError` (500), once", 2, "Applied", "", Error(500, "InternalServerError"), None),
        new("500 without a body, lasting", Tries, "Failed", "DynamoDB answered HTTP 500", Answer(500, "")),
        new("`ServiceUnavailable` (503), lasting", Tries, "Failed", "DynamoDB answered ServiceUnavailable (HTTP 503, request REQUEST)", Error(503, "ServiceUnavailable")),
        new("502 with a page of HTML, lasting", Tries, "Failed", "DynamoDB answered HTTP 502", Answer(502, "<html>Bad gateway</html>")),
        new("504 without a body, once", 2, "Applied", "", Answer(504, ""), None),
        new("connection reset, lasting", Tries, "Failed", "the connection to DynamoDB broke off before an answer", Reset),
        new("connection reset before the write, once", 2, "Applied", "", Reset, None),
        new("connection reset after the write", 2, "Duplicate", "", ResetAfterTheWrite(), None),
        new("connection reset after the write, and a newer event came between", 2, "Stale", "", ResetAfterTheWrite(NewerEventAsync), None),
        new("no answer within 2 s, lasting", Tries, "Failed", "DynamoDB did not answer in time", Silence),
        new("no answer within 2 s, once", 2, "Applied", "", Silence, None),
        new("no answer within 2 s after the write, once", 2, "Duplicate", "", SilenceAfterTheWrite, None),
        new("answer cut off, once", 2, "Applied", "", HalfAnAnswer, None),
    ];

    /// <summary>Failures that somebody must repair.</summary>
    private static readonly DynamoDbFaultCase[] Final =
    [
        new("`ResourceNotFoundException`", 1, "Failed", "it does not exist in this region (ResourceNotFoundException); check PRESENCE_TABLE_NAME", Error(400, "ResourceNotFoundException")),
        new("`AccessDeniedException`", 1, "Failed", "the function's role may not do dynamodb:UpdateItem on it (AccessDeniedException)", Error(400, "AccessDeniedException")),
        Refusal("ValidationException"),
        Refusal("UnrecognizedClientException"),
        Refusal("ExpiredTokenException"),
        Refusal("InvalidSignatureException"),
        Refusal("MissingAuthenticationTokenException"),
        Refusal("IncompleteSignatureException"),
        Refusal("SerializationException"),
        Refusal("ItemCollectionSizeLimitExceededException"),
        Refusal("TransactionConflictException"),
        new("403 without a body", 1, "Failed", "DynamoDB answered HTTP 403", Answer(403, "")),
        new("404 with a page of HTML", 1, "Failed", "DynamoDB answered HTTP 404", Answer(404, "<html>Not found</html>")),
        new("200 with a page of HTML", 1, "Failed", "the endpoint answered, but not as DynamoDB does (HTTP 200); check AWS_ENDPOINT_URL_DYNAMODB", Answer(200, "<html>Welcome</html>")),
        new("200 without a body", 1, "Failed", "the endpoint answered, but not as DynamoDB does (HTTP 200); check AWS_ENDPOINT_URL_DYNAMODB", Answer(200, "")),
        new("200 with half an object", 1, "Failed", "the endpoint answered, but not as DynamoDB does (HTTP 200); check AWS_ENDPOINT_URL_DYNAMODB", Answer(200, "{\"Attributes\":")),
        new("`ConditionalCheckFailedException` without the item", 1, "Stale", "", Error(400, "ConditionalCheckFailedException")),
    ];

    internal static IReadOnlyList<DynamoDbFaultCase> All { get; } = [.. Retried, .. Final];

    /// <summary>Its message quotes what the request was signed with.</summary>
    private static DynamoDbFault Error(int status, string type, params (string Name, string Value)[] headers) =>
        DynamoDbFault.Error(status, type, FakeCredentials.Quoted, headers);

    private static DynamoDbFaultCase Once(string code) =>
        new($"`{code}`, once", 2, "Applied", "", Error(400, code), None);

    private static DynamoDbFaultCase Refusal(string code) =>
        new($"`{code}`", 1, "Failed", $"DynamoDB answered {code} (HTTP 400, request REQUEST)", Error(400, code));

    private static async Task NewerEventAsync(DynamoDbExchange exchange)
    {
        // The same request with the next session's version, as another execution would send it.
        var newer = System.Text.Encoding.UTF8.GetString(exchange.Body).Replace("\"s1\"", "\"s2\"", StringComparison.Ordinal)
            .Replace("\":versionNumber\":{\"N\":\"1\"}", "\":versionNumber\":{\"N\":\"2\"}", StringComparison.Ordinal);
        var (status, _) = await (exchange with { Body = SampleEvents.Utf8(newer) }).ForwardAsync();
        Assert.Equal(200, status);
    }
}
