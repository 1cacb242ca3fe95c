using System.Collections.Concurrent;
using System.Diagnostics;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Local;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>One candidate in the local run's sandbox, with a DynamoDB endpoint of its own that takes every write.</summary>
internal sealed class MeasuredFunction : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Answer = "{}"u8.ToArray();

    private readonly LambdaHarness _harness;
    private readonly FaultyDynamoDb _dynamoDb;
    private readonly ConcurrentQueue<SentRequest> _requests = new();
    private readonly SemaphoreSlim _logged = new(0);
    private Sandbox? _sandbox;
    private IDisposable? _share;
    private string _lastLine = "";
    private int _events;

    private MeasuredFunction(Conditions conditions, LambdaHarness harness, FaultyDynamoDb dynamoDb)
    {
        _harness = harness;
        _dynamoDb = dynamoDb;
        _dynamoDb.Set(new DynamoDbFault(exchange => TakeAsync(exchange, conditions.Delay)));
    }

    /// <summary>From the start of the process to its first <c>next</c>.</summary>
    internal TimeSpan Init { get; private set; }

    internal TimeSpan CpuTime => LinuxProcess.CpuTime(_sandbox!.Process.Id) ?? throw Failed("its process has ended");

    /// <summary>The most memory that it ever had resident, in MiB.</summary>
    internal double PeakMemory => Process.GetProcessById(_sandbox!.Process.Id).PeakWorkingSet64 / (1024.0 * 1024.0);

    /// <summary>A function that has asked for its first event.</summary>
    internal static async Task<MeasuredFunction> StartAsync(Candidate candidate, Conditions conditions, LambdaHarness harness)
    {
        // No engine: nothing is let through.
        var dynamoDb = await FaultyDynamoDb.StartAsync(new Uri("http://127.0.0.1"), conditions.Tls ? harness.Server : null);
        var function = new MeasuredFunction(conditions, harness, dynamoDb);
        try
        {
            var sandbox = await Sandbox.StartAsync(
                candidate.Program,
                [.. function.Environment(candidate), .. harness.Authorities, .. candidate.Environment],
                function.Read,
                harness.CancellationToken);
            function._sandbox = sandbox;
            if (await sandbox.InitAsync(Patience, harness.CancellationToken) is { } failure)
            {
                throw function.Failed($"{failure.ErrorType}: {failure.ErrorMessage}");
            }

            function.Init = Stopwatch.GetElapsedTime(sandbox.Started, await sandbox.RuntimeApi.Idle);
            function._share = conditions.AtShare ? harness.Share.Take(sandbox.Process.Id) : null;
            return function;
        }
        catch
        {
            await function.DisposeAsync();
            throw;
        }
    }

    /// <summary>Delivers the next event, and checks, off the clock, that it was handled.</summary>
    /// <returns>How long it took to answer, and to ask for another event, which is what Lambda bills.</returns>
    internal async Task<(TimeSpan ToAnswer, TimeSpan ToNext)> DeliverAsync()
    {
        var lifecycleEvent = MeasuredEvents.Create(_events++);
        var result = await _sandbox!.InvokeAsync(lifecycleEvent.ToJson(), Patience, _harness.CancellationToken);
        if (!result.Succeeded)
        {
            throw Failed($"{result.ErrorType}: {result.ErrorMessage}");
        }

        var asked = await _sandbox.RuntimeApi.Idle.WaitAsync(Patience, _harness.CancellationToken);
        var isLogged = await _logged.WaitAsync(Patience, _harness.CancellationToken);
        var problem = result.Body.Span.IndexOf("Applied"u8) < 0 ? "its answer does not say Applied"
            : !_requests.TryDequeue(out var request) || !_requests.IsEmpty ? "it did not send one request for an event"
            : !isLogged ? "it did not log an event"
            : request.Check(lifecycleEvent);
        if (problem is not null)
        {
            throw Failed(problem);
        }

        return (Stopwatch.GetElapsedTime(result.StartTimestamp, result.EndTimestamp), Stopwatch.GetElapsedTime(result.StartTimestamp, asked));
    }

    /// <summary>Delivers so many events, one after the other.</summary>
    internal async Task DeliverAsync(int events)
    {
        for (var i = 0; i < events; i++)
        {
            await DeliverAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_sandbox?.DisposeAsync() ?? ValueTask.CompletedTask);
        _share?.Dispose();
        await _dynamoDb.DisposeAsync();
        _logged.Dispose();
    }

    private KeyValuePair<string, string>[] Environment(Candidate candidate) =>
    [
        new("LANG", "en_US.UTF-8"),
        new("TZ", ":UTC"),
        new("LAMBDA_TASK_ROOT", candidate.Folder),
        new("AWS_REGION", "eu-central-1"),
        new("AWS_DEFAULT_REGION", "eu-central-1"),
        new("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE"),
        new("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        new("AWS_SESSION_TOKEN", new string('A', 800)),
        new("AWS_ENDPOINT_URL_DYNAMODB", $"{_dynamoDb.Endpoint}"),
        new("PRESENCE_TABLE_NAME", SentRequest.TableName),
    ];

    private async Task TakeAsync(DynamoDbExchange exchange, TimeSpan delay)
    {
        var (request, response) = (exchange.Context.Request.Headers, exchange.Context.Response.Headers);
        _requests.Enqueue(new SentRequest($"{request["X-Amz-Target"]}", $"{request.Authorization}", exchange.Body));
        await Task.Delay(delay);
        response["x-amzn-RequestId"] = "BSOMBOBK2M1LQ5FEL0D5QFVS3FVV4KQNSO5AEMVJF66Q9ASUAAJG";
        // The checksum of {}: some SDKs verify it.
        response["x-amz-crc32"] = "2745614147";
        await exchange.AnswerAsync((200, Answer));
    }

    private void Read(string line)
    {
        if (line.StartsWith('{'))
        {
            _logged.Release();
        }
        else
        {
            _lastLine = line;
        }
    }

    private UserErrorException Failed(string why) => new(_lastLine is "" ? why : $"{why}; {_lastLine}");
}
