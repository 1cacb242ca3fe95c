using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Local.DynamoDb.DynamoDbFault;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>What goes wrong between the function and DynamoDB, and what becomes of the event: the table of docs/failures.md.</summary>
internal static class DynamoDbFaultCases
{
    private const string NotDynamoDb = "the endpoint answered, but not as DynamoDB does (HTTP 200); check AWS_ENDPOINT_URL_DYNAMODB";

    /// <summary>A kind of failure, with an example.</summary>
    /// <param name="Fault">For a person who looks it up.</param>
    /// <param name="Requests">How many of them DynamoDB gets.</param>
    /// <param name="Outcome">What the log line says.</param>
    /// <param name="Reason">What the error says, where it failed.</param>
    /// <param name="Faults">What each request meets; the last one stays.</param>
    internal sealed record Case(string Fault, string Requests, string Outcome, string Reason, params DynamoDbFault[] Faults)
    {
        /// <summary>The row of the page.</summary>
        public override string ToString() => $"| {Fault} | {Requests} | {Outcome} | {Reason} |";
    }

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("throttled (`ProvisionedThroughputExceededException`, `ThrottlingException`, …), once", "2", "Applied", "", Throttled, None),
        new("throttled, lasting", "5", "Failed",
            "DynamoDB answered ProvisionedThroughputExceededException (HTTP 400, request REQUEST)",
            Error(400, "ProvisionedThroughputExceededException", Secrets.Quoted)),
        new("5xx, such as `InternalServerError`, four times", "5", "Applied", "", [.. Enumerable.Repeat(Error(500, "InternalServerError"), 4), None]),
        new("5xx, such as `InternalServerError`, lasting", "5", "Failed",
            "DynamoDB answered InternalServerError (HTTP 500, request REQUEST)", Error(500, "InternalServerError", Secrets.Quoted)),
        new("5xx that is not DynamoDB's, such as 502 with a page of HTML, lasting", "5", "Failed",
            "DynamoDB answered HTTP 502", Answer(502, "<html>Bad gateway</html>")),
        new("connection reset before the write, once", "2", "Applied", "", Reset, None),
        new("connection reset after the write, once", "2", "Duplicate", "", ResetAfterTheWrite(), None),
        new("connection reset after the write, and a newer event came between", "2", "Stale", "", ResetAfterTheWrite(NewerEventAsync), None),
        new("connection reset, lasting", "5 or more", "Failed", "the connection to DynamoDB broke off before an answer", Reset),
        new("answer cut off, once", "2", "Applied", "", HalfAnAnswer, None),
        new("no answer within 2 s, once", "2", "Applied", "", Silence, None),
        new("no answer within 2 s after the write, once", "2", "Duplicate", "", SilenceAfterTheWrite, None),
        new("no answer within 2 s, lasting", "5 or more", "Failed", "DynamoDB did not answer in time", Silence),
        new("`ResourceNotFoundException`", "1", "Failed",
            "it does not exist in this region (ResourceNotFoundException); check PRESENCE_TABLE_NAME", Error(400, "ResourceNotFoundException", Secrets.Quoted)),
        new("`AccessDeniedException`", "1", "Failed",
            "the function's role may not do dynamodb:UpdateItem on it (AccessDeniedException)", Error(400, "AccessDeniedException", Secrets.Quoted)),
        new("any other refusal, such as `ExpiredTokenException`", "1", "Failed",
            "DynamoDB answered ExpiredTokenException (HTTP 400, request REQUEST)", Error(400, "ExpiredTokenException", Secrets.Quoted)),
        new("4xx that is not DynamoDB's, such as 404 with a page of HTML", "1", "Failed", "DynamoDB answered HTTP 404", Answer(404, "<html>Not found</html>")),
        new("200 with a page of HTML", "1", "Failed", NotDynamoDb, Answer(200, "<html>Welcome</html>")),
        new("200 without a body", "1", "Failed", NotDynamoDb, Answer(200, "")),
        new("200 with half an object", "1", "Failed", NotDynamoDb, Answer(200, "{\"Attributes\":")),
        new("200 with JSON that is no object: `[]`", "1", "Failed", NotDynamoDb, Answer(200, "[]")),
        new("200 with JSON that is no object: `\"ok\"`", "1", "Failed", NotDynamoDb, Answer(200, "\"ok\"")),
        new("`ConditionalCheckFailedException` without the item", "1", "Stale", "", Error(400, "ConditionalCheckFailedException", Secrets.Quoted)),
    ];

    // The same request with the next session's version, as another execution would send it.
    private static async Task NewerEventAsync(DynamoDbExchange exchange)
    {
        var newer = System.Text.Encoding.UTF8.GetString(exchange.Body).Replace("\"s1\"", "\"s2\"", StringComparison.Ordinal)
            .Replace("\":versionNumber\":{\"N\":\"1\"}", "\":versionNumber\":{\"N\":\"2\"}", StringComparison.Ordinal);
        var (status, _) = await (exchange with { Body = SampleEvents.Utf8(newer) }).ForwardAsync();
        Assert.Equal(200, status);
    }
}
