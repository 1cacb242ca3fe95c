using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>A request to <see cref="FaultyDynamoDb"/>, which can be forwarded to the engine with another access key.</summary>
internal sealed partial record DynamoDbExchange(HttpContext Context, byte[] Body, HttpClient Engine, string? AccessKeyId)
{
    /// <summary>Forwards the request to the engine and returns the engine's response.</summary>
    internal async Task<(int Status, byte[] Body)> ForwardAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Body) };
        foreach (var name in (string[])["Content-Type", "X-Amz-Target", "X-Amz-Date", "Authorization"])
        {
            var value = $"{Context.Request.Headers[name]}";
            value = AccessKeyId is null ? value : Credential.Replace(value, $"Credential={AccessKeyId}/");
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Engine.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Sends a response to the client.</summary>
    internal async Task AnswerAsync((int Status, byte[] Body) answer)
    {
        Context.Response.StatusCode = answer.Status;
        Context.Response.ContentType = "application/x-amz-json-1.0";
        Context.Response.ContentLength = answer.Body.Length;
        await Context.Response.Body.WriteAsync(answer.Body);
    }

    [GeneratedRegex("Credential=[^/]*/")]
    private static partial Regex Credential { get; }
}
