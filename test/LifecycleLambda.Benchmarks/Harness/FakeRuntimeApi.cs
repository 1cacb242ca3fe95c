using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>The Lambda Runtime API: hands out events one at a time, and notes when the function asks and answers.</summary>
internal sealed class FakeRuntimeApi(SandboxState state)
{
    private const string Prefix = "/2018-06-01/runtime/invocation/";

    private readonly Lock _lock = new();
    private TaskCompletionSource _wake = NewSource();
    private TaskCompletionSource<long> _idle = NewSource<long>();
    private int _remaining;
    private int _next;
    private string _requestId = "";

    /// <summary>When the function first asked for an event, in ticks of <see cref="Stopwatch"/>.</summary>
    internal long FirstNext { get; private set; }

    /// <summary>When it first answered one.</summary>
    internal long FirstAnswer { get; private set; }

    /// <summary>Hands out so many events.</summary>
    /// <returns>When the function has answered them all and asked for more, in ticks of <see cref="Stopwatch"/>.</returns>
    internal Task<long> SendAsync(int events)
    {
        lock (_lock)
        {
            _remaining = events;
            _idle = NewSource<long>();
            _wake.TrySetResult();
            return _idle.Task;
        }
    }

    internal void Fail(Exception exception)
    {
        lock (_lock)
        {
            _idle.TrySetException(exception);
        }
    }

    internal Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path is Prefix + "next")
        {
            return NextAsync(context);
        }

        return path.EndsWith("/response", StringComparison.Ordinal) ? AnswerAsync(context, path) : ErrorAsync(context);
    }

    private async Task NextAsync(HttpContext context)
    {
        if (FirstNext is 0)
        {
            FirstNext = Stopwatch.GetTimestamp();
        }

        SampleEvent? sample;
        while ((sample = Take(out var wake)) is null)
        {
            await wake.WaitAsync(context.RequestAborted);
        }

        var payload = sample.ToJson();
        var response = context.Response;
        response.Headers["Lambda-Runtime-Aws-Request-Id"] = _requestId;
        response.Headers["Lambda-Runtime-Deadline-Ms"] =
            DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Headers["Lambda-Runtime-Trace-Id"] = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0";
        response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:123456789012:function:presence";
        response.ContentType = "application/json";
        response.ContentLength = payload.Length;
        await response.Body.WriteAsync(payload);
    }

    private SampleEvent? Take(out Task wake)
    {
        lock (_lock)
        {
            if (_remaining is 0)
            {
                _wake = NewSource();
                wake = _wake.Task;
                _idle.TrySetResult(Stopwatch.GetTimestamp());
                return null;
            }

            wake = Task.CompletedTask;
            _remaining--;
            _requestId = Guid.NewGuid().ToString();
            return state.Current = SampleEvent.Create(_next++);
        }
    }

    private async Task AnswerAsync(HttpContext context, string path)
    {
        var body = await RequestBody.ReadAsync(context.Request);
        if (FirstAnswer is 0)
        {
            FirstAnswer = Stopwatch.GetTimestamp();
        }

        if (!path.AsSpan(Prefix.Length).StartsWith(_requestId))
        {
            state.Report($"it answered {path}, an invocation that it was not given");
        }

        if (body.AsSpan().IndexOf("Applied"u8) < 0)
        {
            state.Report("its answer does not say Applied");
        }

        state.Answered++;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 0;
    }

    private async Task ErrorAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request);
        state.Report($"it reported an error: {System.Text.Encoding.UTF8.GetString(body)}");
        Fail(new CandidateFailedException(state.Problem!));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
