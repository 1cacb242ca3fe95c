using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>Reads a whole request body.</summary>
internal static class RequestBody
{
    internal static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is { } length)
        {
            var body = new byte[length];
            await request.Body.ReadExactlyAsync(body);
            return body;
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        return buffer.ToArray();
    }
}
