using Microsoft.AspNetCore.Http;
using static LifecycleLambda.Local.DynamoDb.DynamoDbFault;

namespace LifecycleLambda.Tests.DynamoDb;

/// <summary>The faults between the function and DynamoDB. Their outcomes are in the table of docs/failures.md.</summary>
internal static class DynamoDbFaultCases
{
    private static readonly DynamoDbFault HalfAResponse = new(async exchange =>
    {
        exchange.Context.Response.Headers.ContentLength = 1000;
        await exchange.Context.Response.WriteAsync("{\"Attributes\":");
        await exchange.Context.Response.Body.FlushAsync();
        exchange.Context.Abort();
    });

    private static readonly DynamoDbFault SilenceAfterTheWrite = new(async exchange =>
    {
        await exchange.ForwardAsync();
        await Silence.ApplyAsync(exchange);
    });

    private static readonly DynamoDbFault ResetAfterANewerEvent = new(async exchange =>
    {
        await exchange.ForwardAsync();
        await DeliverNewerEventAsync(exchange);
        exchange.Context.Abort();
    });

    private static readonly DynamoDbFault RefusalWithoutTheItem = new(async exchange =>
    {
        await DeliverNewerEventAsync(exchange);
        await Error(400, "ConditionalCheckFailedException", Secrets.Quoted).ApplyAsync(exchange);
    });

    /// <summary>The faults of each row, one per request. The last fault applies to all later requests, too.</summary>
    internal static readonly Dictionary<string, DynamoDbFault[]> All = new()
    {
        ["throttled (`ProvisionedThroughputExceededException`, `ThrottlingException`, …), once"] = [Throttled, None],
        ["throttled, lasting"] = [Error(400, "ProvisionedThroughputExceededException", Secrets.Quoted)],
        ["5xx, such as `InternalServerError`, four times"] = [.. Enumerable.Repeat(Error(500, "InternalServerError"), 4), None],
        ["5xx, such as `InternalServerError`, lasting"] = [Error(500, "InternalServerError", Secrets.Quoted)],
        ["5xx that isn't from DynamoDB, such as 502 with a page of HTML, lasting"] = [Answer(502, "<html>Bad gateway</html>")],
        ["connection reset before the write, once"] = [Reset, None],
        ["connection reset after the write, once"] = [ResetAfterTheWrite, None],
        ["connection reset after the write, and a newer event came between"] = [ResetAfterANewerEvent, None],
        ["connection reset, lasting"] = [Reset],
        ["response cut off, once"] = [HalfAResponse, None],
        ["no response within 2 s, once"] = [Silence, None],
        ["no response within 2 s after the write, once"] = [SilenceAfterTheWrite, None],
        ["no response within 2 s, lasting"] = [Silence],
        ["`ResourceNotFoundException`"] = [Error(400, "ResourceNotFoundException", Secrets.Quoted)],
        ["`AccessDeniedException`"] = [Error(400, "AccessDeniedException", Secrets.Quoted)],
        ["any other error of DynamoDB, such as `ExpiredTokenException`"] = [Error(400, "ExpiredTokenException", Secrets.Quoted)],
        ["4xx that isn't from DynamoDB, such as 404 with a page of HTML"] = [Answer(404, "<html>Not found</html>")],
        ["200 with a page of HTML"] = [Answer(200, "<html>Welcome</html>")],
        ["200 without a body"] = [Answer(200, "")],
        ["200 with half an object"] = [Answer(200, "{\"Attributes\":")],
        ["200 with JSON that isn't an object, such as `[]`"] = [Answer(200, "[]")],
        ["`ConditionalCheckFailedException` without the item"] = [RefusalWithoutTheItem],
    };

    // Sends what another instance of the function would send for the next session: the same request with a newer version.
    private static async Task DeliverNewerEventAsync(DynamoDbExchange exchange)
    {
        var newer = Encoding.UTF8.GetString(exchange.Body).Replace("\"s1\"", "\"s2\"", StringComparison.Ordinal)
            .Replace("\":versionNumber\":{\"N\":\"1\"}", "\":versionNumber\":{\"N\":\"2\"}", StringComparison.Ordinal);
        var (status, _) = await (exchange with { Body = Utf8(newer) }).ForwardAsync();
        Assert.Equal(200, status);
    }
}
