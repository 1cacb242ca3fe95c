using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace LifecycleLambda.Bootstrap;

/// <summary>A client of the Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).</summary>
internal sealed class RuntimeApiClient(string address) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // There is no timeout, because "next" waits until an event arrives, and Lambda may freeze the sandbox for hours meanwhile.
    private readonly HttpClient _http = new(CreateHandler())
    {
        BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    // A plain loopback connection needs no proxy, cookies, redirects or trace headers.
    private static SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Waits for the next invocation.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API failed, or its response is not an invocation.</exception>
    internal async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync("invocation/next", cancellationToken);
            if (response.StatusCode is not HttpStatusCode.OK)
            {
                throw new RuntimeApiException($"The Runtime API responded to next with HTTP {(int)response.StatusCode}.");
            }

            return new Invocation(
                Header(response, "Lambda-Runtime-Aws-Request-Id")
                    ?? throw new RuntimeApiException("The Runtime API returned an invocation without a request id."),
                Deadline(Header(response, "Lambda-Runtime-Deadline-Ms")),
                Header(response, "Lambda-Runtime-Trace-Id"),
                await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new RuntimeApiException($"The connection to the Runtime API failed: {exception.Message}", exception);
        }
    }

    /// <summary>Sends the response to an invocation.</summary>
    /// <returns><see langword="false"/> if the Runtime API rejected the response (4xx): the invocation is still open.</returns>
    /// <exception cref="RuntimeApiException">The Runtime API failed or is in a state that ends the process (5xx).</exception>
    internal Task<bool> RespondAsync(string requestId, ReadOnlyMemory<byte> response) =>
        PostAsync($"invocation/{requestId}/response", response);

    /// <summary>Reports that an invocation failed.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API failed or rejected the report.</exception>
    internal async Task ReportErrorAsync(string requestId, Exception error)
    {
        if (!await PostAsync($"invocation/{requestId}/error", RuntimeError.ToJson(error), RuntimeError.TypeOf(error)))
        {
            // Lambda counts an invocation as failed when its process ends, so the event is not lost.
            throw new RuntimeApiException("The Runtime API rejected the report of a failed invocation.");
        }
    }

    /// <summary>Reports that the function can't start. The process then ends, even if the report doesn't arrive.</summary>
    internal async Task ReportInitErrorAsync(Exception error)
    {
        try
        {
            await PostAsync("init/error", RuntimeError.ToJson(error), RuntimeError.TypeOf(error));
        }
        catch (RuntimeApiException)
        {
            // The log shows the start-up error, which matters more than the lost report.
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> PostAsync(string path, ReadOnlyMemory<byte> body, string? errorType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        }

        try
        {
            // A shutdown doesn't cancel this request, so that the current invocation is finished first.
            using var response = await _http.SendAsync(request, CancellationToken.None);
            return (int)response.StatusCode switch
            {
                >= 200 and < 300 => true,
                >= 400 and < 500 => false,
                var status => throw new RuntimeApiException($"The Runtime API responded to {path} with HTTP {status}."),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new RuntimeApiException($"The connection to the Runtime API failed: {exception.Message}", exception);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;

    private static DateTimeOffset? Deadline(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : null;
}
