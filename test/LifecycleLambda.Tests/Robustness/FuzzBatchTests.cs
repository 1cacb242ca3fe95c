using System.Text;
using CsCheck;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Logging;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>Whatever a message of a batch holds, it fails alone.</summary>
public sealed class FuzzBatchTests
{
    private static readonly int Batches = TestSize.Of(small: 500, full: 10_000);

    private static readonly string[] GoodAttributes = ["{\"S\":\"device\"}", "{\"S\":\"disconnected\"}", "{\"N\":\"1702567748504\"}", "{\"N\":\"3\"}"];

    private static readonly Gen<string> Payload = FuzzPayloads.Any.Select(Encoding.UTF8.GetString);

    private static readonly Gen<string> BadAttribute = Gen.OneOf(
        "{\"S\":\"\"}", "{\"S\":\"\\ud800\"}", "{\"S\":7}", "{\"N\":\"-3\"}", "{\"N\":\"99999999999999999999\"}", "{\"N\":3}", "{}", "null", "[]", "{");

    // One attribute of four is bad in most of them.
    private static readonly Gen<string> StreamRecord = Gen.Select(BadAttribute, Gen.Int[0, 4], (bad, where) =>
    {
        string[] used = [.. GoodAttributes.Select((good, i) => i == where ? bad : good)];
        return $"{{\"eventSource\":\"aws:dynamodb\",\"dynamodb\":{{\"NewImage\":{{\"clientId\":{used[0]},\"eventType\":{used[1]},\"timestamp\":{used[2]},\"versionNumber\":{used[3]}}}}}}}";
    });

    private static readonly Gen<string> Body = Gen.Frequency(
        (4, Payload),
        (2, FuzzPayloads.Any.Select(payload => Bodies.RuleError(Convert.ToBase64String(payload)))),
        (2, Payload.Select(payload => $"{{\"requestPayload\":{payload}}}")),
        (1, Gen.OneOf("\"\\ud800\"", "\"====\"", "\"e30\"", "7", "null", "{}", "\"").Select(value => $"{{\"base64OriginalPayload\":{value}}}")),
        (2, StreamRecord));

    [Fact]
    public void Message_is_done_or_named_as_failed_whatever_it_holds() =>
        Body.Array[0, 5].Sample(Take, iter: Batches, threads: 1, print: bodies => string.Join('\n', bodies));

    private static void Take(string[] bodies)
    {
        using var dynamoDb = new RecordingDynamoDb();
        using var log = new MemoryStream();
        using var handler = TestHandler.On(dynamoDb, LogLevel.Trace, log);

        var failed = SqsEvent.FailedIds(handler.HandleAsync(Bodies.Batch(bodies), "request", CancellationToken.None).GetAwaiter().GetResult())!;

        var lines = Encoding.UTF8.GetString(log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(bodies.Length, lines.Length);
        Assert.Equal(bodies.Length - failed.Count, dynamoDb.Requests.Count);
        Assert.Subset(bodies.Select((_, i) => $"m{i}").ToHashSet(), failed);
        Assert.All(lines, line => FuzzProcessTests.AssertLineWithoutSecrets(line));
    }
}
