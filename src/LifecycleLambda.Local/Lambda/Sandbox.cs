using System.Diagnostics;

namespace LifecycleLambda.Local.Lambda;

/// <summary>One execution environment: a function process behind its Runtime API, which serves one invocation at a time.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    /// <summary>The exit codes after SIGKILL and SIGINT (128 + signal number). Ctrl-C sends SIGINT.</summary>
    private const int ExitCodeOfSigKill = 137, ExitCodeOfSigInt = 130;

    private readonly Task _output;

    private Sandbox(RuntimeApiEmulator runtimeApi, Process process, Action<string>? log)
    {
        RuntimeApi = runtimeApi;
        Process = process;
        _output = Task.WhenAll(RelayAsync(process.StandardOutput, log), RelayAsync(process.StandardError, log));
    }

    internal RuntimeApiEmulator RuntimeApi { get; }
    internal Process Process { get; }

    /// <summary>The time at which the process was started, as a timestamp of <see cref="Stopwatch"/>.</summary>
    internal long Started { get; private init; }

    internal static async Task<Sandbox> StartAsync(
        FunctionProgram program,
        IEnumerable<KeyValuePair<string, string>> environment,
        Action<string>? log,
        CancellationToken cancellationToken)
    {
        var runtimeApi = await RuntimeApiEmulator.StartAsync(cancellationToken);
        KeyValuePair<string, string>[] lambda =
        [
            new("AWS_LAMBDA_RUNTIME_API", runtimeApi.Address),
            new("AWS_LAMBDA_FUNCTION_NAME", "LifecycleLambda"),
            new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ];
        var started = Stopwatch.GetTimestamp();
        return new Sandbox(runtimeApi, program.Start([.. lambda, .. environment]), log) { Started = started };
    }

    /// <summary>Waits until the function requests its first event. Returns null, or the failure.</summary>
    internal async Task<InvocationResult?> InitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        await WaitForAsync(RuntimeApi.Idle, timeout, cancellationToken) ? null : await FailureAsync(timeout);

    /// <summary>Delivers an event and returns the result, which can be a failure. Kills the process after the timeout.</summary>
    internal async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var invocation = RuntimeApi.Enqueue(payload, timeout);
        return await WaitForAsync(invocation.Result, timeout, cancellationToken)
            ? await invocation.Result
            : await FailureAsync(timeout) with { RequestId = invocation.RequestId };
    }

    /// <summary>Waits until the process and its output have ended.</summary>
    internal async Task<int> ExitCodeAsync()
    {
        await Process.WaitForExitAsync();
        await _output;
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await ExitCodeAsync();
        Process.Dispose();
        await RuntimeApi.DisposeAsync();
    }

    // Returns true if the task completes before the process exits or the timeout expires.
    private async Task<bool> WaitForAsync(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.CancelAfter(timeout);
        await Task.WhenAny(task, Process.WaitForExitAsync(watch.Token));
        await watch.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }

    private async Task<InvocationResult> FailureAsync(TimeSpan timeout)
    {
        if (RuntimeApi.InitError.IsCompleted)
        {
            return await RuntimeApi.InitError with { IsInitError = true };
        }

        if (Process.HasExited)
        {
            return InvocationResult.Failure("Runtime.ExitError", $"The function's process ended with exit code {Process.ExitCode}") with
            {
                IsInitError = !RuntimeApi.IsInitialized && Process.ExitCode is not (ExitCodeOfSigKill or ExitCodeOfSigInt),
            };
        }

        Process.Kill();
        await Process.WaitForExitAsync();
        return InvocationResult.Failure("Sandbox.Timedout", $"Task timed out after {timeout.TotalSeconds:0.00} seconds");
    }

    private static async Task RelayAsync(StreamReader output, Action<string>? log)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            log?.Invoke(line);
        }
    }
}
