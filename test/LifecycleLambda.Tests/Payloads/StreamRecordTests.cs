namespace LifecycleLambda.Tests.Payloads;

public sealed class StreamRecordTests(EngineFixture engine) : TableTest(engine)
{
    [Theory]
    [InlineData("{}", "dynamodb.NewImage")]
    [InlineData("""{"NewImage":{"eventType":{"S":"disconnected"}}}""", "clientId")]
    [InlineData("""{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"connected"}}}""", "eventType")]
    [InlineData("""{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"disconnected"},"timestamp":{"N":"x"}}}""", "timestamp")]
    [InlineData("""{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"disconnected"},"timestamp":{"N":"-1"}}}""", "timestamp")]
    [InlineData("""{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"disconnected"},"timestamp":{"N":"1"}}}""", "versionNumber")]
    [InlineData(
        """{"NewImage":{"clientId":{"S":"a"},"eventType":{"S":"disconnected"},"timestamp":{"N":"1"},"versionNumber":{"N":"-2"}}}""",
        "versionNumber")]
    public async Task Record_without_a_complete_disconnect_is_invalid(string change, string field)
    {
        Assert.Equal(["m0"], await Handler.DeliverBatchAsync($$"""{"eventSource":"aws:dynamodb","dynamodb":{{change}}}"""));
        Assert.Contains(field, Assert.Single(Log.Lines), StringComparison.Ordinal);
        Assert.Equal(["Invalid"], Log.Outcomes);
    }
}
