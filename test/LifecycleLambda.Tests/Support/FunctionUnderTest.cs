using System.Collections.Concurrent;
using System.Diagnostics;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Tests.Support;

/// <summary>
/// The function as its own process behind a Runtime API. LIFECYCLE_BOOTSTRAP names a published program to use instead of the one
/// that was built with the tests.
/// </summary>
internal sealed class FunctionUnderTest : IAsyncDisposable
{
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task _output;

    private FunctionUnderTest(RuntimeApiEmulator runtimeApi, Process process)
    {
        RuntimeApi = runtimeApi;
        _process = process;
        _output = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    internal static FunctionProgram Program => Environment.GetEnvironmentVariable("LIFECYCLE_BOOTSTRAP") is { Length: > 0 } path
        ? FunctionProgram.At(path)
        : FunctionProgram.Built;

    internal RuntimeApiEmulator RuntimeApi { get; }

    internal ConcurrentQueue<string> Lines { get; } = new();

    internal static async Task<FunctionUnderTest> StartAsync(EngineConnection connection, params KeyValuePair<string, string>[] variables)
    {
        var runtimeApi = await RuntimeApiEmulator.StartAsync(TestContext.Current.CancellationToken);
        var process = Program.Start([new("AWS_LAMBDA_RUNTIME_API", runtimeApi.Address), .. connection.FunctionEnvironment(), .. variables]);
        return new FunctionUnderTest(runtimeApi, process);
    }

    /// <summary>Delivers an event; the end of the process counts as a failure, as it does in Lambda.</summary>
    internal async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, TimeSpan? timeout = null)
    {
        var invocation = RuntimeApi.Enqueue(payload, timeout ?? Timeout);
        var exited = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(invocation.Result, exited).WaitAsync(TestSize.LongestWait);
        Assert.True(invocation.Result.IsCompleted, $"The process ended: {string.Join('\n', Lines)}");
        return await invocation.Result;
    }

    /// <summary>Delivers an event that must not fail.</summary>
    internal async Task<Outcome> DeliverAsync(LifecycleEvent lifecycleEvent)
    {
        var result = await InvokeAsync(lifecycleEvent.ToJson());
        Assert.True(result.Succeeded, result.ErrorMessage);
        return OutcomeIn(result.Body);
    }

    /// <summary>Waits for the end of the process, and of what it had to say.</summary>
    internal async Task<int> ExitCodeAsync()
    {
        await Task.WhenAll(_process.WaitForExitAsync(), _output).WaitAsync(TestSize.LongestWait, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends the process a signal, such as TERM.</summary>
    internal void Signal(string name) => LocalProgram.Signal(_process, name);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await ExitCodeAsync();
        _process.Dispose();
        await RuntimeApi.DisposeAsync();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Lines.Enqueue(line);
        }
    }
}
