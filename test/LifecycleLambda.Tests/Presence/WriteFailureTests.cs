using System.Net;
using LifecycleLambda.DynamoDb;
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
        await MessageAsync(new DynamoDbException(HttpStatusCode.BadRequest, "Odd", requestId)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Answer_without_a_code_is_told_by_its_status(string? code) => Assert.Equal(
        "The table presence was not written: DynamoDB answered HTTP 418.",
        await MessageAsync(new DynamoDbException((HttpStatusCode)418, code)));

    [Fact]
    public void Failure_has_no_answer() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Answers.For(Outcome.Failed));

    [Fact]
    public void Update_that_removes_nothing_has_no_remove_clause()
    {
        var update = new UpdateExpression().Set("offlineConfirmedAt", new AttributeValue(1)).SetTo("timestamp", ":other");

        Assert.Equal("SET offlineConfirmedAt = :offlineConfirmedAt, #timestamp = :other", update.ToString());
    }

    private static async Task<string> MessageAsync(Exception exception)
    {
        using var handler = TestHandler.On(new AnsweringDynamoDb(() => throw exception));
        return (await Assert.ThrowsAsync<PresenceTableException>(() => handler.DeliverAsync(Connected(1)))).Message;
    }
}
