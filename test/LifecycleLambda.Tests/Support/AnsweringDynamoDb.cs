namespace LifecycleLambda.Tests.Support;

/// <summary>A DynamoDB that answers, or fails, in a way that no server can be brought to.</summary>
internal sealed class AnsweringDynamoDb(Func<HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return answer();
    }
}
