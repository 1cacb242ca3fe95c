using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Presence;

/// <summary>What no fault on the wire brings about; the rest is in Trust/DynamoDbFaultTests.</summary>
public sealed class WriteFailureTests
{
    [Fact]
    public async Task Exception_that_nobody_foresaw_is_named_and_its_message_kept_out() => Assert.Equal(
        "The table presence was not written: DynamoDB could not be called (NotSupportedException).",
        await MessageAsync(new NotSupportedException(FakeCredentials.Quoted)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Answer_without_a_request_id_says_so(string? requestId) => Assert.Equal(
        "The table presence was not written: DynamoDB answered Odd (HTTP 400, request unknown).",
        await MessageAsync(new AmazonDynamoDBException("", null, ErrorType.Sender, "Odd", requestId, HttpStatusCode.BadRequest)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Answer_without_a_code_is_told_by_its_status(string? code) => Assert.Equal(
        "The table presence was not written: DynamoDB answered HTTP 418.",
        await MessageAsync(new AmazonDynamoDBException("", null, ErrorType.Unknown, code, null, (HttpStatusCode)418)));

    [Fact]
    public void Failure_has_no_answer() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Answers.For(Outcome.Failed));

    [Fact]
    public void Update_that_removes_nothing_has_no_remove_clause()
    {
        var update = new UpdateExpression().Set("offlineConfirmedAt", UpdateExpression.Number(1)).SetTo("timestamp", ":other");

        Assert.Equal("SET offlineConfirmedAt = :offlineConfirmedAt, #timestamp = :other", update.ToString());
    }

    private static async Task<string> MessageAsync(Exception exception)
    {
        using var handler = new LifecycleHandler(new ThrowingClient(exception), TestTable.SettingsFor("presence"), Stream.Null);
        return (await Assert.ThrowsAsync<PresenceTableException>(() => handler.DeliverAsync(Connected(1)))).Message;
    }
}
