using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>The Runtime API: next, handle, answer.</summary>
internal sealed class Loop(HttpClient http, string address)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly byte[] Applied = """{"outcome":"Applied"}"""u8.ToArray();
    private static readonly byte[] Stale = """{"outcome":"Stale"}"""u8.ToArray();

    private readonly string _invocation = $"http://{address}/2018-06-01/runtime/invocation/";

    internal async Task RunAsync(Func<byte[], string, Task<bool>> handler)
    {
        var next = new Uri(_invocation + "next");
        while (true)
        {
            using var invocation = await http.GetAsync(next);
            var requestId = invocation.Headers.NonValidated["Lambda-Runtime-Aws-Request-Id"].ToString();
            var payload = await invocation.Content.ReadAsByteArrayAsync();
            try
            {
                await PostAsync($"{requestId}/response", await handler(payload, requestId) ? Applied : Stale);
            }
            catch (Exception exception) when (exception is FormatException or HttpRequestException)
            {
                await PostAsync($"{requestId}/error", Encoding.UTF8.GetBytes($$"""{"errorType":"{{exception.GetType().Name}}"}"""));
            }
        }
    }

    private async Task PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        using var response = await http.PostAsync(new Uri(_invocation + path), content);
        if (response.StatusCode is not HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"The Runtime API answered {(int)response.StatusCode}.");
        }
    }
}
