using System.Collections.Concurrent;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.TestKit;

/// <summary>
/// The function as a separate process behind a Runtime API. Set LIFECYCLE_BOOTSTRAP to the path of a published program to use that
/// instead of the program that was built with the tests.
/// </summary>
internal sealed class FunctionUnderTest(Sandbox sandbox, ConcurrentQueue<string> lines) : IAsyncDisposable
{
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    internal static FunctionProgram Program => Environment.GetEnvironmentVariable("LIFECYCLE_BOOTSTRAP") is { Length: > 0 } path
        ? FunctionProgram.FromPath(path)
        : FunctionProgram.Default;

    internal RuntimeApiEmulator RuntimeApi => sandbox.RuntimeApi;
    internal ConcurrentQueue<string> Lines => lines;

    internal static async Task<FunctionUnderTest> StartAsync(EngineConnection connection, params KeyValuePair<string, string>[] variables)
    {
        var lines = new ConcurrentQueue<string>();
        var environment = connection.FunctionEnvironment().Concat(variables);
        return new(await Sandbox.StartAsync(Program, environment, lines.Enqueue, Cancellation), lines);
    }

    /// <summary>Delivers a payload and returns the result. Fails the test if the process ends before that.</summary>
    internal async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, TimeSpan? timeout = null)
    {
        var invocation = RuntimeApi.Enqueue(payload, timeout ?? Timeout);
        var exited = sandbox.Process.WaitForExitAsync(Cancellation);
        await Task.WhenAny(invocation.Result, exited).WaitAsync(LongestWait);
        Assert.True(invocation.Result.IsCompleted, $"The process ended without a response. Its output: {string.Join('\n', Lines)}");
        return await invocation.Result;
    }

    /// <summary>Delivers an event and returns its outcome. Fails the test if the function reports an error.</summary>
    internal async Task<Outcome> DeliverAsync(LifecycleEvent lifecycleEvent)
    {
        var result = await InvokeAsync(lifecycleEvent.ToJson());
        Assert.True(result.Succeeded, result.ErrorMessage);
        return OutcomeIn(result.Body);
    }

    /// <summary>Waits until the process has ended and all of its output has been read.</summary>
    internal Task<int> ExitCodeAsync() => sandbox.ExitCodeAsync().WaitAsync(LongestWait, Cancellation);

    internal void Signal(string name) => LocalProgram.Signal(sandbox.Process, name);

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();
}
