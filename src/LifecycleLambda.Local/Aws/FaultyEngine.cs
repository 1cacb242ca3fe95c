using System.Net.Http.Headers;
using LifecycleLambda.Local.Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Local.Aws;

/// <summary>
/// A way to the engine on which a share of the calls fails: throttled, answered 500, left without an answer, or cut off before or
/// after the write. A quarter of the faults comes in outages, which is what exhausts retries; the others come one by one.
/// </summary>
internal sealed class FaultyEngine : IAsyncDisposable
{
    /// <summary>How many calls in a row an outage takes.</summary>
    private const int OutageCalls = 120;

    private const double ShareInOutages = 0.25;

    private readonly Lock _lock = new();
    private readonly HttpClient _engine;
    private readonly WebApplication _server;
    private readonly Random _random;
    private readonly double _share;
    private int _outage;

    private FaultyEngine(WebApplication server, Uri engine, double share, int seed)
    {
        _server = server;
        _engine = new HttpClient { BaseAddress = engine };
        _share = share;
        _random = new Random(seed);
        server.Run(HandleAsync);
    }

    internal Uri Endpoint => new(_server.Urls.Single());

    /// <summary>Starts it on a free port.</summary>
    /// <param name="engine">The engine behind it.</param>
    /// <param name="share">The share of calls that fail, 0 to 1.</param>
    /// <param name="seed">The same seed gives the same sequence of faults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    internal static async Task<FaultyEngine> StartAsync(Uri engine, double share, int seed, CancellationToken cancellationToken = default)
    {
        var proxy = new FaultyEngine(LoopbackServer.Build(), engine, share, seed);
        await proxy._server.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.EndAsync();
        _engine.Dispose();
    }

    private Task HandleAsync(HttpContext context) => NextFault() switch
    {
        Fault.None => ForwardAsync(context),
        Fault.Throttled => AnswerAsync(context, 400, "ProvisionedThroughputExceededException"),
        Fault.ServerError => AnswerAsync(context, 500, "InternalServerError"),
        Fault.CutOffBefore => CutOffAsync(context),
        Fault.CutOffAfter => CutOffAfterAsync(context),
        _ => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
    };

    private Fault NextFault()
    {
        lock (_lock)
        {
            if (_outage > 0)
            {
                _outage--;
                return Fault.ServerError;
            }

            if (_random.NextDouble() < _share * ShareInOutages / OutageCalls)
            {
                _outage = OutageCalls;
            }

            return _random.NextDouble() >= _share * (1 - ShareInOutages) ? Fault.None : _random.NextDouble() switch
            {
                < 0.4 => Fault.Throttled,
                < 0.6 => Fault.ServerError,
                < 0.8 => Fault.CutOffBefore,
                < 0.99 => Fault.CutOffAfter,
                _ => Fault.NoAnswer,
            };
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var response = await SendAsync(context);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        foreach (var header in response.Headers.Where(header => header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType ?? "application/x-amz-json-1.0");
        foreach (var name in (string[])["X-Amz-Target", "X-Amz-Date", "Authorization"])
        {
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        }

        return await _engine.SendAsync(request, CancellationToken.None);
    }

    private static Task AnswerAsync(HttpContext context, int status, string type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.0";
        return context.Response.WriteAsync($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"simulated"}""");
    }

    private static Task CutOffAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task CutOffAfterAsync(HttpContext context)
    {
        using var response = await SendAsync(context);
        context.Abort();
    }

    private enum Fault
    {
        None,
        Throttled,
        ServerError,
        CutOffBefore,
        CutOffAfter,
        NoAnswer,
    }
}
