using System.Collections.Concurrent;
using LifecycleLambda.Bootstrap;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Tests.Bootstrap;

/// <summary>
/// Runs the program in the test process and checks what holds despite every fault of the Runtime API. An event is handled at most
/// once. A failed event gets no success response. A program that can't go on ends with an error, so that Lambda delivers the event
/// again.
/// </summary>
public sealed class FunctionHostTests(EngineFixture engine) : TableTest(engine)
{
    public static TheoryData<string> Names() => [.. RuntimeApiCase.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fault_of_the_Runtime_API_ends_as_documented(string name)
    {
        var expected = RuntimeApiCase.All[name];
        await using var runtimeApi = await RuntimeApiEmulator.StartAsync(Cancellation);
        var requests = new ConcurrentQueue<string>();
        runtimeApi.Intercept = context =>
        {
            var kind = context.Request.Path.Value!.Split('/')[^1];
            var earlier = requests.Count(request => request == kind);
            requests.Enqueue(kind);
            return Task.FromResult(expected.ApplyFault(context, kind, earlier));
        };

        var exitCode = await RunAsync(runtimeApi, expected.TableName ?? Table.Name, expected.Events);

        Assert.Equal(expected.Requests, string.Join(' ', requests));
        Assert.Equal(expected.ExitCode, exitCode);
        Assert.Equal(expected.Handled, Log.Lines.Count(line => line.Contains("\"outcome\"", StringComparison.Ordinal)));
        Assert.Equal(exitCode is 0 ? 0 : 1, Log.Lines.Count(line => line.Contains("\"FATAL\"", StringComparison.Ordinal)));
        // The program reports success only for a stored event.
        Assert.Equal(await Table.GetAsync("device") is not null, requests.Contains("response"));
    }

    [Fact]
    public async Task Each_event_sets_its_trace_id_for_X_Ray()
    {
        await using var runtimeApi = await RuntimeApiEmulator.StartAsync(Cancellation);
        var (sent, seen) = (new List<string?>(), new List<string?>());
        runtimeApi.Intercept = context =>
        {
            if (context.Request.Path.Value!.EndsWith("/response", StringComparison.Ordinal))
            {
                seen.Add(Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            }

            context.Response.OnStarting(() =>
            {
                sent.AddRange(context.Response.Headers["Lambda-Runtime-Trace-Id"]);
                return Task.CompletedTask;
            });
            return Task.FromResult(false);
        };

        await RunAsync(runtimeApi, Table.Name, Connected(1).ToJson(), Disconnected(1).ToJson());

        Assert.Equal(2, sent.Distinct().Count());
        Assert.Equal(sent, seen);
    }

    [Fact]
    public async Task Start_without_a_Runtime_API_names_the_local_run()
    {
        Assert.Equal(1, await FunctionHost.RunAsync(_ => null, Log, cancellationToken: Cancellation));
        Assert.Contains("src/LifecycleLambda.Local", Assert.Single(Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defect_at_start_up_is_logged_with_its_stack_trace()
    {
        await using var runtimeApi = await RuntimeApiEmulator.StartAsync(Cancellation);

        var exitCode = await FunctionHost.RunAsync(
            name => name is "AWS_LAMBDA_RUNTIME_API" ? runtimeApi.Address : throw new InvalidOperationException("A defect."),
            Log,
            Cancellation);

        Assert.Equal(1, exitCode);
        Assert.Contains("System.InvalidOperationException: A defect.\\n   at ", Assert.Single(Log.Lines), StringComparison.Ordinal);
    }

    /// <summary>Runs the program until it ends, or until it has responded to every event and requests the next one.</summary>
    /// <returns>The exit code.</returns>
    private async Task<int> RunAsync(RuntimeApiEmulator runtimeApi, string tableName, params byte[][] events)
    {
        var responses = Task.WhenAll(events.Select(payload => runtimeApi.Enqueue(payload, FunctionUnderTest.Timeout).Result).ToList());
        using var stopping = new CancellationTokenSource();
        var variables = Engine.Connection(tableName).FunctionEnvironment().ToDictionary();
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi.Address;

        var host = FunctionHost.RunAsync(variables.GetValueOrDefault, Log, cancellationToken: stopping.Token);
        await Task.WhenAny(host, responses).WaitAsync(LongestWait);
        await Task.WhenAny(host, runtimeApi.Idle).WaitAsync(LongestWait);
        await stopping.CancelAsync();
        return await host.WaitAsync(LongestWait);
    }
}
