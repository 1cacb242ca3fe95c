using System.Text;
using System.Text.Json;
using CsCheck;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Trust;

/// <summary>Whatever a message holds, it fails alone.</summary>
public sealed class FuzzMessageTests
{
    private const int Batches = 10_000;

    [Fact]
    public void Message_is_done_or_named_as_failed_whatever_it_holds() =>
        FuzzMessages.Bodies.Sample(Take, iter: Batches, threads: 1, print: bodies => string.Join('\n', bodies));

    [Fact]
    public void Base64_that_is_not_unicode_fails_alone()
    {
        Take(["""{"base64OriginalPayload":"\ud800"}""", """{"clientId":"a","timestamp":1,"eventType":"connected","versionNumber":0}"""]);
    }

    [Fact]
    public void Any_payload_around_records_is_answered_or_refused() =>
        FuzzPayloads.Any.Select(Encoding.UTF8.GetString).Sample(
            payload =>
            {
                using var handler = TestHandler.On(new RecordingDynamoDb());
                try
                {
                    var batch = Encoding.UTF8.GetBytes($"{{\"Records\":[{{\"messageId\":\"m\",\"eventSource\":\"aws:sqs\",\"body\":{payload}}}]}}");
                    handler.HandleAsync(batch, "request", CancellationToken.None).GetAwaiter().GetResult();
                }
                catch (InvalidLifecycleEventException exception)
                {
                    Assert.Contains($" {exception.Field} ", exception.Message, StringComparison.Ordinal);
                    FuzzTarget.AssertSilentOnPersons(exception.ToString());
                }
            },
            iter: 2000,
            threads: 1);

    private static void Take(string[] bodies)
    {
        using var dynamoDb = new RecordingDynamoDb();
        using var log = new MemoryStream();
        using var handler = TestHandler.On(dynamoDb, LogLevel.Trace, log);

        var answer = handler.HandleAsync(FuzzMessages.Batch(bodies), "request", CancellationToken.None).GetAwaiter().GetResult();

        using var json = JsonDocument.Parse(answer);
        var failed = json.RootElement.GetProperty("batchItemFailures").EnumerateArray()
            .Select(item => item.GetProperty("itemIdentifier").GetString()).ToList();
        var lines = Encoding.UTF8.GetString(log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(bodies.Length, lines.Length);
        Assert.Equal(bodies.Length - failed.Count, dynamoDb.Requests.Count);
        Assert.Equal(failed.Count, failed.Intersect(bodies.Select((_, i) => $"message-{i}")).Count());
        Assert.All(lines, FuzzProcessTests.AssertIsOneLineOfJsonWithoutPersonalData);
    }
}
