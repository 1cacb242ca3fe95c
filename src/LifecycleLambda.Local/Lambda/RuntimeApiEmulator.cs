using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using LifecycleLambda.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Local.Lambda;

/// <summary>Lambda's side of the Runtime API for one function process, on a free port of the loopback address
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).</summary>
internal sealed class RuntimeApiEmulator : IAsyncDisposable
{
    private const string Root = "/2018-06-01/runtime";

    private readonly Channel<PendingInvocation> _waiting = Channel.CreateUnbounded<PendingInvocation>();
    private readonly ConcurrentDictionary<string, PendingInvocation> _inFlight = new();
    private readonly TaskCompletionSource<InvocationResult> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _server;
    private TaskCompletionSource<long> _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RuntimeApiEmulator(WebApplication server)
    {
        _server = server;
        server.Use(async (HttpContext context, RequestDelegate next) =>
        {
            if (!await Intercept(context))
            {
                await next(context);
            }
        });
        server.MapGet($"{Root}/invocation/next", NextAsync);
        server.MapPost($"{Root}/invocation/{{id}}/response", async (string id, Stream body) => Complete(id, new(await ReadAsync(body))));
        server.MapPost($"{Root}/invocation/{{id}}/error", async (string id, Stream body) => Complete(id, Error(await ReadAsync(body))));
        server.MapPost($"{Root}/init/error", async (Stream body) =>
        {
            _initError.TrySetResult(Error(await ReadAsync(body)));
            return Results.Accepted(value: new { status = "OK" });
        });
    }

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>: host and port.</summary>
    internal string Address => new Uri(_server.Urls.Single()).Authority;
    internal Task<InvocationResult> InitError => _initError.Task;

    /// <summary>True after the function's first request for an event, which ends its initialization.</summary>
    internal bool IsInitialized { get; private set; }

    /// <summary>Completes with a timestamp of <see cref="Stopwatch"/> when the function requests an event.</summary>
    internal Task<long> Idle => _idle.Task;

    /// <summary>Handles requests before the emulator does. Returns true if it has sent a response.</summary>
    internal Func<HttpContext, Task<bool>> Intercept { get; set; } = _ => Task.FromResult(false);

    internal static async Task<RuntimeApiEmulator> StartAsync(CancellationToken cancellationToken = default)
    {
        var emulator = new RuntimeApiEmulator(LoopbackServer.Create());
        await emulator._server.StartAsync(cancellationToken);
        return emulator;
    }

    /// <summary>Queues an invocation. The timeout only sets the deadline that the function receives; it isn't enforced here.</summary>
    internal PendingInvocation Enqueue(ReadOnlyMemory<byte> payload, TimeSpan timeout)
    {
        var invocation = new PendingInvocation(payload, timeout);
        _inFlight[invocation.RequestId] = invocation;
        _waiting.Writer.TryWrite(invocation);
        return invocation;
    }

    public async ValueTask DisposeAsync() => await _server.StopNowAsync();

    private async Task NextAsync(HttpContext context)
    {
        IsInitialized = true;
        _idle.TrySetResult(Stopwatch.GetTimestamp());
        var invocation = await _waiting.Reader.ReadAsync(context.RequestAborted);
        _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        invocation.StartTimestamp = Stopwatch.GetTimestamp();
        var now = DateTimeOffset.UtcNow;
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = $"{now.Add(invocation.Timeout).ToUnixTimeMilliseconds()}";
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:000000000000:function:LifecycleLambda";
        headers["Lambda-Runtime-Trace-Id"] = $"Root=1-{now.ToUnixTimeSeconds():x8}-{Guid.NewGuid().ToString("N")[..24]};Sampled=0";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        await context.Response.Body.WriteAsync(invocation.Payload, CancellationToken.None);
    }

    private IResult Complete(string id, InvocationResult result)
    {
        if (!_inFlight.TryRemove(id, out var invocation))
        {
            return Results.BadRequest(new { errorType = "InvalidRequestID", errorMessage = "Invalid request ID" });
        }

        invocation.Complete(result);
        return Results.Accepted(value: new { status = "OK" });
    }

    private static InvocationResult Error(byte[] body)
    {
        var json = JsonElement.Parse(body);
        return new InvocationResult(body, json.Text("errorType") ?? "", json.Text("errorMessage") ?? "");
    }

    private static async Task<byte[]> ReadAsync(Stream body)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all);
        return all.ToArray();
    }
}
