using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Events;
using LifecycleLambda.Local;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A candidate in the local run's sandbox, with a DynamoDB endpoint that accepts every write.</summary>
internal sealed class MeasuredFunction(Candidate candidate, Conditions conditions, LambdaHarness harness) : IAsyncDisposable
{
    /// <summary>Timeout of each step, so that a candidate that hangs is reported as failed.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<SentRequest> _requests = new();
    private readonly SemaphoreSlim _logged = new(0);
    private FaultyDynamoDb? _dynamoDb;
    private Sandbox? _sandbox;
    private ControlGroup? _limit;
    private string _lastLine = "";
    private int _events;

    /// <summary>The time from the start of the process to its first <c>next</c>.</summary>
    internal TimeSpan Init { get; private set; }

    internal TimeSpan CpuTime => LinuxProcess.CpuTime(_sandbox!.Process.Id) ?? throw CreateError("its process has ended");

    /// <summary>The largest resident memory so far, in MiB.</summary>
    internal double PeakMemory => Process.GetProcessById(_sandbox!.Process.Id).PeakWorkingSet64 / (1024.0 * 1024.0);

    /// <summary>Starts the function, and delivers events to warm it up.</summary>
    internal async Task StartAsync(int warmUp)
    {
        // The endpoint needs no engine, because it forwards nothing.
        _dynamoDb = await FaultyDynamoDb.StartAsync(new Uri("http://127.0.0.1"), conditions.Tls ? harness.DynamoDbCertificate : null);
        _dynamoDb.Set(new DynamoDbFault(AcceptAsync));
        KeyValuePair<string, string>[] environment =
        [
            .. harness.Environment,
            new("LAMBDA_TASK_ROOT", candidate.Folder),
            new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", $"{conditions.MemoryMb ?? 128}"),
            new("AWS_ENDPOINT_URL_DYNAMODB", $"{_dynamoDb.Endpoint}"),
            .. candidate.Environment,
        ];
        _sandbox = await Sandbox.StartAsync(candidate.Program, environment, ReadLine, harness.CancellationToken);
        if (await _sandbox.InitAsync(Timeout, harness.CancellationToken) is { } failure)
        {
            throw CreateError($"{failure.ErrorType}: {failure.ErrorMessage}");
        }

        Init = Stopwatch.GetElapsedTime(_sandbox.Started, await _sandbox.RuntimeApi.Idle);
        if (conditions.MemoryMb is { } memoryMb)
        {
            _limit = new ControlGroup(harness.Hierarchy, _sandbox.Process.Id, memoryMb);
        }

        await DeliverAsync(warmUp);
    }

    /// <summary>Delivers one event.</summary>
    /// <returns>The time to the response, the time to the following <c>next</c>, and the latter without DynamoDB's part.</returns>
    internal async Task<(TimeSpan ToAnswer, TimeSpan ToNext, TimeSpan Added)> DeliverAsync()
    {
        var lifecycleEvent = MeasuredEvents.Create(_events++);
        var result = await InvokeAsync(lifecycleEvent.ToJson(), expected: "Applied");
        var next = await NextAsync();
        var toNext = Stopwatch.GetElapsedTime(result.StartTimestamp, next);
        var requests = await CheckAsync([lifecycleEvent]);
        return (Stopwatch.GetElapsedTime(result.StartTimestamp, result.EndTimestamp), toNext, toNext - requests[0].Duration);
    }

    internal async Task DeliverAsync(int events)
    {
        for (var i = 0; i < events; i++)
        {
            await DeliverAsync();
        }
    }

    /// <summary>Delivers events in SQS batches, one batch after the other, as from a queue with a backlog.</summary>
    /// <returns>The events per second.</returns>
    internal async Task<double> DrainAsync(int events, int batchSize)
    {
        LifecycleEvent[] backlog = [.. Enumerable.Range(0, events).Select(_ => MeasuredEvents.Create(_events++))];
        byte[][] batches = [.. backlog.Chunk(batchSize).Select(ToBatch)];
        var start = Stopwatch.GetTimestamp();
        foreach (var batch in batches)
        {
            await InvokeAsync(batch, expected: "[]");
        }

        var end = await NextAsync();
        await CheckAsync(backlog);
        return events / Stopwatch.GetElapsedTime(start, end).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _limit?.Dispose();
        if (_dynamoDb is not null)
        {
            await _dynamoDb.DisposeAsync();
        }

        _logged.Dispose();
    }

    private async Task<InvocationResult> InvokeAsync(byte[] payload, string expected)
    {
        var result = await _sandbox!.InvokeAsync(payload, Timeout, harness.CancellationToken);
        return !result.Succeeded ? throw CreateError($"{result.ErrorType}: {result.ErrorMessage}")
            : result.Body.Span.IndexOf(Encoding.UTF8.GetBytes(expected)) < 0 ? throw CreateError($"its response doesn't contain {expected}")
            : result;
    }

    private Task<long> NextAsync() => _sandbox!.RuntimeApi.Idle.WaitAsync(Timeout, harness.CancellationToken);

    /// <summary>Checks, while no clock runs, that each event was logged and caused exactly the write that the function makes.</summary>
    private async Task<SentRequest[]> CheckAsync(LifecycleEvent[] events)
    {
        foreach (var _ in events)
        {
            if (!await _logged.WaitAsync(Timeout, harness.CancellationToken))
            {
                throw CreateError("it didn't log an event");
            }
        }

        // The messages of a batch are written in any order.
        SentRequest[] requests = [.. _requests.OrderBy(request => request.ClientId, StringComparer.Ordinal)];
        _requests.Clear();
        if (requests.Length != events.Length)
        {
            throw CreateError($"it sent {requests.Length} requests for {events.Length} events");
        }

        return requests.Zip(events, (request, sent) => request.Check(sent)).FirstOrDefault(problem => problem is not null) is { } problem
            ? throw CreateError(problem)
            : requests;
    }

    private async Task AcceptAsync(DynamoDbExchange exchange)
    {
        var start = Stopwatch.GetTimestamp();
        var (request, response) = (exchange.Context.Request.Headers, exchange.Context.Response.Headers);
        response["x-amzn-RequestId"] = new string('A', 52);
        // The checksum of {}, because some SDKs verify it.
        response["x-amz-crc32"] = "2745614147";
        await Task.Delay(conditions.Delay);
        while (Stopwatch.GetElapsedTime(start) < conditions.Delay)
        {
            // The timer fired early, because its clock is coarse.
            await Task.Delay(1);
        }

        _requests.Enqueue(
            new($"{request["X-Amz-Target"]}", $"{request.Authorization}", exchange.Body, Stopwatch.GetElapsedTime(start)));
        await exchange.AnswerAsync((200, "{}"u8.ToArray()));
    }

    private void ReadLine(string line)
    {
        if (line.Contains("\"outcome\"", StringComparison.Ordinal))
        {
            _logged.Release();
        }
        else
        {
            _lastLine = line;
        }
    }

    private static byte[] ToBatch(LifecycleEvent[] events) => SqsEvent.ToJson(
        events.Select(sent => new QueuedMessage(sent.ClientId, Encoding.UTF8.GetString(sent.ToJson()), Receives: 1)));

    private UserErrorException CreateError(string why) => new(_lastLine is "" ? why : $"{why}; {_lastLine}");
}
