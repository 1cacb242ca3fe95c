using System.Text.Json.Nodes;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Sqs;
using LifecycleLambda.Tests.Streams;

namespace LifecycleLambda.Tests.Template;

/// <summary>What the two pipes make of the captured stream records.</summary>
public sealed class PipeTests
{
    [Theory]
    [InlineData("OfflineConfirmationPipe")]
    [InlineData("EventBusPipe")]
    public void Ends_somewhere_and_is_no_slower_than_it_must(string pipe)
    {
        var stream = LifecycleTemplate.Properties(pipe)["SourceParameters/DynamoDBStreamParameters"];

        // The most that a queue or a bus takes at once.
        Assert.Equal(10, stream["BatchSize"].Number);
        Assert.InRange(stream["ParallelizationFactor"].Number, 2, 10);
        Assert.InRange(stream["MaximumRetryAttempts"].Number, 1, 1000);
        Assert.NotNull(stream.Find("DeadLetterConfig/Arn"));
        // A limit on the age would drop, on the first start, what the stream kept.
        Assert.Null(stream.Find("MaximumRecordAgeInSeconds"));
    }

    [Theory]
    [InlineData("OfflineConfirmationPipe", "changed-while-offline", "went-offline", "went-offline-again", "went-offline-first", "went-offline-later")]
    [InlineData("EventBusPipe", "came-online", "came-online-first", "changed-while-offline", "changed-while-online", "confirmed-offline", "took-over",
        "went-offline", "went-offline-again", "went-offline-first", "went-offline-later")]
    public void Takes(string pipe, params string[] records) => Assert.Equal(records, Taken(pipe).Select(record => record.Key));

    [Theory]
    [InlineData("OfflineConfirmationPipe")]
    [InlineData("EventBusPipe")]
    public void Hands_over_no_personal_data(string pipe) => Assert.All(Taken(pipe), record =>
    {
        foreach (var personal in (string[])["principalIdentifier", "ipAddress"])
        {
            var value = (string?)record.Value["dynamodb"]!["NewImage"]![personal]?["S"] ?? "nothing";
            Assert.DoesNotContain(value, Rendered(pipe, record.Value, "\"\"").ToJsonString(), StringComparison.Ordinal);
        }
    });

    [Fact]
    public void The_function_confirms_what_the_pipe_makes_of_a_record() => Assert.All(Taken("OfflineConfirmationPipe"), record =>
        Assert.Equal(Confirmed(record.Value), Confirmed(Rendered("OfflineConfirmationPipe", record.Value, "\"\""))));

    // AWS does not say what becomes of a path that leads nowhere, so the documented rules' patterns hold for each of these.
    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData(null)]
    public void Rules_tell_the_kinds_by_the_detail(string? missing)
    {
        const string Unconfirmed = """["", null, {"exists": false}]""";

        Assert.Equal(["came-online", "came-online-first", "changed-while-online", "took-over"], Picked("""{"eventType": ["connected"]}"""));
        Assert.Equal(["confirmed-offline"], Picked("""{"offlineConfirmedAt": [{"prefix": "1"}, {"prefix": "2"}]}"""));
        Assert.Equal(
            ["went-offline", "went-offline-later"],
            Picked($$"""{"eventType": ["disconnected"], "previousEventType": ["connected"], "offlineConfirmedAt": {{Unconfirmed}}}"""));

        IEnumerable<string> Picked(string pattern) => Taken("EventBusPipe")
            .Where(record => EventPattern.Matches(JsonNode.Parse(pattern)!.AsObject(), Rendered("EventBusPipe", record.Value, missing)))
            .Select(record => record.Key);
    }

    private static (LifecycleEvent Event, bool IsConfirmation) Confirmed(JsonObject body) => MessageBody.Read(body.ToJsonString(), long.MaxValue);

    private static IEnumerable<KeyValuePair<string, JsonObject>> Taken(string pipe) =>
        StreamFiles.Records.Where(record => Pipe(pipe).Takes(record.Value)).OrderBy(record => record.Key, StringComparer.Ordinal);

    private static JsonObject Rendered(string pipe, JsonObject record, string? missing) => Pipe(pipe).Transform(record, missing);

    private static TemplatePipe Pipe(string pipe) => new(pipe);
}
