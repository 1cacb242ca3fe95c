using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class DynamoDbClientTests
{
    /// <summary>It is signed, and the connections below may be told of another address.</summary>
    [Theory]
    [InlineData("", "dynamodb.eu-central-1.amazonaws.com")]
    [InlineData("https://example.com", "example.com")]
    [InlineData("https://example.com:443", "example.com")]
    [InlineData("http://127.0.0.1:8000", "127.0.0.1:8000")]
    public async Task Host_is_named_in_the_request(string endpoint, string host)
    {
        using var dynamoDb = new RecordingDynamoDb();
        Dictionary<string, string> environment = new(FakeCredentials.Variables())
        {
            ["PRESENCE_TABLE_NAME"] = "presence",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ENDPOINT_URL_DYNAMODB"] = endpoint,
        };
        using var handler = LifecycleHandler.Create(environment.GetValueOrDefault, Stream.Null, connect: _ => dynamoDb);

        Assert.Equal(Outcome.Applied, await handler.DeliverAsync(Connected(1)));

        Assert.Equal(host, dynamoDb.Host);
    }
}
