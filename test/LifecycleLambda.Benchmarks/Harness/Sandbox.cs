using System.Diagnostics;
using System.Net;
using LifecycleLambda.Benchmarks.Candidates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>One candidate's process between a Runtime API and a DynamoDB endpoint of its own, as in a Lambda sandbox.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SandboxState _state = new();
    private readonly FakeRuntimeApi _runtime;
    private readonly WebApplication _server;
    private CandidateProcess? _process;
    private long _started;

    private Sandbox(Scenario scenario, HarnessCertificate certificate)
    {
        _runtime = new FakeRuntimeApi(_state);
        _server = CreateServer(scenario, certificate, _runtime, new FakeDynamoDb(_state, scenario.Delay));
    }

    internal TimeSpan Init => Stopwatch.GetElapsedTime(_started, _runtime.FirstNext);

    internal TimeSpan FirstAnswer => Stopwatch.GetElapsedTime(_started, _runtime.FirstAnswer);

    internal TimeSpan CpuTime => ProcessFigures.CpuTime(_process!.Id);

    internal double PeakMemory => ProcessFigures.PeakMemory(_process!.Id);

    /// <summary>Starts the candidate and has it handle its first event.</summary>
    internal static async Task<Sandbox> StartAsync(Candidate candidate, Scenario scenario, HarnessCertificate certificate)
    {
        var sandbox = new Sandbox(scenario, certificate);
        try
        {
            await sandbox.StartAsync(candidate, certificate, scenario.Tls ? "https" : "http");
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has it handle so many events, one after the other.</summary>
    /// <returns>How long that took.</returns>
    internal async Task<TimeSpan> RunAsync(int events)
    {
        var start = Stopwatch.GetTimestamp();
        return Stopwatch.GetElapsedTime(start, await WaitAsync(_runtime.SendAsync(events)));
    }

    /// <summary>Every event must have been written once, answered and logged.</summary>
    internal async Task VerifyAsync()
    {
        for (var tries = 0; _state.Logged < _state.Answered && tries < 100; tries++)
        {
            await Task.Delay(10);
        }

        if (_state.Written != _state.Answered || _state.Logged < _state.Answered)
        {
            _state.Report($"{_state.Answered} answers, but {_state.Written} writes and {_state.Logged} log lines");
        }

        if (_state.Problem is { } problem)
        {
            throw new CandidateFailedException(problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process?.Dispose();
        await _server.DisposeAsync();
    }

    private async Task StartAsync(Candidate candidate, HarnessCertificate certificate, string scheme)
    {
        await _server.StartAsync();
        var ports = _server.Urls.Select(url => new Uri(url).Port).ToArray();
        RuntimePort = ports[0];
        var idle = _runtime.SendAsync(1);
        _started = Stopwatch.GetTimestamp();
        _process = CandidateProcess.Start(
            candidate, _state, ports[0], $"{scheme}://127.0.0.1:{ports[1]}", certificate, onExit: () => _runtime.Fail(Ended()));
        await WaitAsync(idle);
    }

    private int RuntimePort { get; set; }

    private CandidateFailedException Ended() => new($"its process ended: {_process?.Errors}");

    private async Task<long> WaitAsync(Task<long> idle)
    {
        try
        {
            var time = await idle.WaitAsync(Patience);
            return _state.Problem is { } problem ? throw new CandidateFailedException(problem) : time;
        }
        catch (TimeoutException)
        {
            throw new CandidateFailedException($"no answer within {Patience.TotalSeconds} s: {_state.Problem ?? _process?.Errors}");
        }
    }

    private WebApplication CreateServer(
        Scenario scenario, HarnessCertificate certificate, FakeRuntimeApi runtime, FakeDynamoDb dynamoDb)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromHours(1);
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (scenario.Tls)
                {
                    listen.UseHttps(certificate.Server);
                }
            });
        });

        var server = builder.Build();
        server.Run(context =>
            context.Connection.LocalPort == RuntimePort ? runtime.HandleAsync(context) : dynamoDb.HandleAsync(context));
        return server;
    }
}
