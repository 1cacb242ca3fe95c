using System.Text.Json.Nodes;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Sqs;

namespace LifecycleLambda.Tests.Streams;

/// <summary>What the template's two pipes make of the captured stream records.</summary>
public sealed class PipeTests
{
    [Theory]
    // A change of an unconfirmed disconnect passes too: docs/operations.md uses it to try a confirmation again.
    [InlineData("OfflineConfirmationPipe", "changed-while-offline", "went-offline", "went-offline-again", "went-offline-first", "went-offline-later")]
    [InlineData("EventBusPipe", "came-online", "came-online-first", "changed-while-offline", "changed-while-online", "confirmed-offline", "took-over",
        "went-offline", "went-offline-again", "went-offline-first", "went-offline-later")]
    public void Takes(string pipe, params string[] records) => Assert.Equal(records, Taken(Pipe(pipe)).Select(record => record.Key).Order());

    [Theory]
    [InlineData("OfflineConfirmationPipe")]
    [InlineData("EventBusPipe")]
    public void Hands_over_no_personal_data(string pipe) => Assert.All(Taken(Pipe(pipe)), record =>
    {
        foreach (var personal in (string[])["principalIdentifier", "ipAddress"])
        {
            var value = (string?)record.Value["dynamodb"]!["NewImage"]![personal]?["S"] ?? "nothing";
            Assert.DoesNotContain(value, Pipe(pipe).Transform(record.Value).ToJsonString(), StringComparison.Ordinal);
        }
    });

    [Fact]
    public void The_function_confirms_what_the_pipe_makes_of_a_record()
    {
        var pipe = Pipe("OfflineConfirmationPipe");
        Assert.All(Taken(pipe), record => Assert.Equal(Confirmed(record.Value), Confirmed(pipe.Transform(record.Value))));
    }

    [Fact]
    public void The_documented_bus_events_are_those_of_the_records()
    {
        Assert.Equal(3, StreamFiles.BusEvents.Count);
        Assert.All(StreamFiles.BusEvents, documented => Assert.True(
            JsonNode.DeepEquals(documented.Value, Pipe("EventBusPipe").EventOf(StreamFiles.Records[documented.Key]))));
    }

    private static (LifecycleEvent Event, bool IsConfirmation) Confirmed(JsonObject body) => MessageBody.Read(body.ToJsonString(), long.MaxValue);

    private static IEnumerable<KeyValuePair<string, JsonObject>> Taken(TemplatePipe pipe) => StreamFiles.Records.Where(record => pipe.Takes(record.Value));

    private static TemplatePipe Pipe(string pipe) => TemplatePipe.Read(TableDefinition.TemplatePath, pipe);
}
