using System.Diagnostics;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>One candidate in the local run's sandbox, with a DynamoDB endpoint of its own.</summary>
internal sealed class MeasuredFunction : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LambdaHarness _harness;
    private readonly FakeDynamoDb _dynamoDb;
    private readonly Sandbox _sandbox;
    private IDisposable? _share;
    private string _lastLine = "";
    private int _sent;
    private int _logged;

    private MeasuredFunction(Candidate candidate, LambdaHarness harness, FakeDynamoDb dynamoDb)
    {
        _harness = harness;
        _dynamoDb = dynamoDb;
        _sandbox = new Sandbox(candidate.Program!, Environment(candidate, harness, dynamoDb.Endpoint), Read);
    }

    /// <summary>From the start of the process to its first <c>next</c>.</summary>
    internal TimeSpan Init { get; private set; }

    internal TimeSpan CpuTime => LinuxProcess.CpuTime(_sandbox.ProcessId) ?? throw Failed("its process has ended");

    /// <summary>In MiB.</summary>
    internal double PeakMemory => LinuxProcess.PeakMemory(_sandbox.ProcessId);

    internal static async Task<MeasuredFunction> StartAsync(Candidate candidate, Conditions conditions, LambdaHarness harness)
    {
        var function = new MeasuredFunction(candidate, harness, await FakeDynamoDb.StartAsync(conditions, harness.Server));
        try
        {
            if (await function._sandbox.InitAsync(Patience, harness.CancellationToken) is { } failure)
            {
                throw function.Failed($"{failure.ErrorType}: {failure.ErrorMessage}");
            }

            function.Init = Stopwatch.GetElapsedTime(function._sandbox.Started, await function._sandbox.Idle);
            if (conditions.AtShare)
            {
                function._share = harness.Share!.Take(function._sandbox.ProcessId);
            }

            return function;
        }
        catch
        {
            await function.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has it handle the next event.</summary>
    /// <returns>How long it took to answer, and to ask for another event, which is what Lambda bills.</returns>
    internal async Task<(TimeSpan ToAnswer, TimeSpan ToNext)> HandleAsync()
    {
        var sample = SampleEvent.Create(_sent++);
        _dynamoDb.Expect(sample);
        var result = await _sandbox.InvokeAsync(sample.ToJson(), Patience, _harness.CancellationToken);
        if (!result.Succeeded)
        {
            throw Failed($"{result.ErrorType}: {result.ErrorMessage}");
        }

        if (result.Body.Span.IndexOf("Applied"u8) < 0)
        {
            throw Failed("its answer does not say Applied");
        }

        var asked = await _sandbox.Idle.WaitAsync(Patience, _harness.CancellationToken);
        return (Stopwatch.GetElapsedTime(result.Delivered, result.Answered), Stopwatch.GetElapsedTime(result.Delivered, asked));
    }

    /// <summary>Has it handle so many events, one after the other.</summary>
    internal async Task HandleAsync(int events)
    {
        for (var i = 0; i < events; i++)
        {
            await HandleAsync();
        }
    }

    /// <summary>Every event must have been written once and logged.</summary>
    internal async Task VerifyAsync()
    {
        // What it logged is read by another thread than its answers.
        for (var tries = 0; Volatile.Read(ref _logged) < _sent && tries < 200; tries++)
        {
            await Task.Delay(10, _harness.CancellationToken);
        }

        if (_dynamoDb.Written != _sent || _logged < _sent)
        {
            throw Failed($"{_sent} events, but {_dynamoDb.Written} writes and {_logged} log lines");
        }

        if (_dynamoDb.Problem is { } problem)
        {
            throw Failed(problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _share?.Dispose();
        await _sandbox.DisposeAsync();
        await _dynamoDb.DisposeAsync();
    }

    private static Dictionary<string, string> Environment(Candidate candidate, LambdaHarness harness, string endpoint) =>
        new(candidate.Environment)
        {
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["LAMBDA_TASK_ROOT"] = candidate.Folder,
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_DEFAULT_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "ASIAIOSFODNN7EXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            ["AWS_SESSION_TOKEN"] = new string('A', 800),
            ["AWS_ENDPOINT_URL_DYNAMODB"] = endpoint,
            ["PRESENCE_TABLE_NAME"] = FakeDynamoDb.TableName,
            // Each language's way to the authorities: .NET's, boto3's, and what Node.js adds to those that it is compiled with.
            ["SSL_CERT_FILE"] = harness.AllAuthorities,
            ["SSL_CERT_DIR"] = harness.NoAuthorities,
            ["AWS_CA_BUNDLE"] = harness.AllAuthorities,
            ["NODE_EXTRA_CA_CERTS"] = harness.OwnAuthority,
        };

    private void Read(string line)
    {
        if (line.StartsWith('{'))
        {
            Interlocked.Increment(ref _logged);
        }
        else
        {
            _lastLine = line;
        }
    }

    private BenchmarkException Failed(string why) => new(string.Join("; ", new[] { why, _lastLine }.Where(text => text.Length > 0)));
}
