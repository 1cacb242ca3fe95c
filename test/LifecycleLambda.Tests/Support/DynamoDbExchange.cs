using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Tests.Support;

/// <summary>One request to DynamoDB that came to <see cref="FaultyDynamoDb"/>.</summary>
/// <param name="Context">The request, and the connection that it came on.</param>
/// <param name="Body">What the request holds.</param>
/// <param name="Engine">The way to the engine.</param>
internal sealed record DynamoDbExchange(HttpContext Context, byte[] Body, HttpClient Engine)
{
    /// <summary>Lets the request through, and keeps the engine's answer.</summary>
    internal async Task<(int Status, byte[] Body)> ForwardAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in Context.Request.Headers)
        {
            if (name is "Host" or "Content-Length" or "X-Amz-Security-Token")
            {
                continue;
            }

            // An engine on this machine checks no signature, but DynamoDB Local keeps a database for each access key.
            var text = $"{value}".Replace($"Credential={FakeCredentials.AccessKeyId}/", "Credential=local/", StringComparison.Ordinal);
            if (!request.Headers.TryAddWithoutValidation(name, text))
            {
                request.Content.Headers.TryAddWithoutValidation(name, text);
            }
        }

        using var response = await Engine.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Hands the engine's answer on.</summary>
    internal async Task AnswerAsync((int Status, byte[] Body) answer)
    {
        Context.Response.StatusCode = answer.Status;
        Context.Response.ContentType = "application/x-amz-json-1.0";
        await Context.Response.Body.WriteAsync(answer.Body);
    }
}
