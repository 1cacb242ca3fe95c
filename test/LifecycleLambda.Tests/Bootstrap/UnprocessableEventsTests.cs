using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.Tests.Bootstrap;

/// <summary>The function's process sends invalid messages to a simulated SQS.</summary>
public sealed class UnprocessableEventsTests(EngineFixture engine) : TableTest(engine)
{
    private const string Invalid = """{ "clientId": "kühlraum", "eventType": "subscribed" }""";
    private const string InvalidMd5 = "ec7f6029df0fc978d571dc63b823ac02";

    private static readonly Dictionary<string, (DynamoDbFault Fault, string Error)> Faults = new()
    {
        ["AccessDeniedException"] = (
            DynamoDbFault.Error(400, "AccessDeniedException"), "the function's role lacks the permission sqs:SendMessage on it"),
        ["another error"] = (DynamoDbFault.Error(400, "QueueDoesNotExist"), "SQS returned "),
        ["a page of HTML"] = (
            DynamoDbFault.Answer(200, "<html>"), "HTTP 200, but not an SQS response; check UNPROCESSABLE_EVENTS_QUEUE_URL"),
        ["the response to another message"] = (Accept(md5: new string('0', 32)), "HTTP 200, but not an SQS response"),
        ["reset connections"] = (DynamoDbFault.Reset, "the connection to SQS broke before the response was complete"),
    };

    public static TheoryData<string> Names() => [.. Faults.Keys];

    [Fact]
    public async Task Invalid_message_that_SQS_accepts_is_done()
    {
        var requests = new List<JsonNode>();
        await using var sqs = await FaultyDynamoDb.StartAsync(Engine.Endpoint);
        sqs.Set(new DynamoDbFault(async exchange =>
        {
            requests.Add(JsonNode.Parse(exchange.Body)!);
            await Accept(InvalidMd5).ApplyAsync(exchange);
        }));
        await using var function = await StartAsync(sqs.Endpoint);

        var alone = await function.InvokeAsync(Bodies.Batch(Invalid));
        var mixed = await function.InvokeAsync(Bodies.Batch(Bodies.Event(Connected(1)), Invalid));
        var direct = await function.InvokeAsync(Utf8(Invalid));

        Assert.Empty(SqsEvent.ReadFailedIds(alone.Body));
        Assert.Empty(SqsEvent.ReadFailedIds(mixed.Body));
        Assert.Equal("InvalidLifecycleEventException", direct.ErrorType);
        Assert.Equal(2, requests.Count);
        Assert.All(requests, request => Assert.Equal(
            (Invalid, $"{sqs.Endpoint}1/unprocessable"), ($"{request["MessageBody"]}", $"{request["QueueUrl"]}")));
        Assert.Contains($"\"sentTo\":\"{sqs.Endpoint}1/unprocessable\"", await FirstLineAsync(function), StringComparison.Ordinal);
        Assert.NotNull(await Table.GetAsync("device"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Invalid_message_that_SQS_does_not_accept_stays_failed(string name)
    {
        await using var sqs = await FaultyDynamoDb.StartAsync(Engine.Endpoint);
        sqs.Set(Faults[name].Fault);
        await using var function = await StartAsync(sqs.Endpoint);

        var result = await function.InvokeAsync(Bodies.Batch(Invalid, Bodies.Event(Connected(1))));

        Assert.Equal(["m0"], SqsEvent.ReadFailedIds(result.Body));
        var line = (await FirstLineAsync(function)).Replace("\\u0027", "'", StringComparison.Ordinal);
        Assert.Contains("\"sendError\":\"Cannot send the message to the unprocessable-events queue: ", line, StringComparison.Ordinal);
        Assert.Contains(Faults[name].Error, line, StringComparison.Ordinal);
        Assert.DoesNotContain("sentTo", line, StringComparison.Ordinal);
    }

    private static DynamoDbFault Accept(string md5) =>
        DynamoDbFault.Answer(200, $$"""{"MessageId":"1","MD5OfMessageBody":"{{md5}}"}""");

    private Task<FunctionUnderTest> StartAsync(Uri sqs) => FunctionUnderTest.StartAsync(
        Table.Connection, new KeyValuePair<string, string>("UNPROCESSABLE_EVENTS_QUEUE_URL", $"{sqs}1/unprocessable"));

    /// <summary>Ends the function and returns the line of the first invalid message.</summary>
    private static async Task<string> FirstLineAsync(FunctionUnderTest function)
    {
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        return function.Lines.First(line => line.Contains("\"outcome\":\"Invalid\"", StringComparison.Ordinal));
    }
}
