using System.Diagnostics;

namespace LifecycleLambda.Local.Lambda;

/// <summary>
/// One execution environment as Lambda keeps it: a function process behind a Runtime API of its own, serving one invocation at a
/// time, started anew after it has ended.
/// </summary>
internal sealed class Sandbox(
    FunctionProgram program, IReadOnlyCollection<KeyValuePair<string, string>> environment, Action<string>? log) : IAsyncDisposable
{
    /// <summary>128 + SIGKILL.</summary>
    private const int ExitCodeOfKilled = 137;

    private RuntimeApiEmulator? _runtimeApi;
    private Process? _process;
    private Task _output = Task.CompletedTask;

    /// <summary>The function's process, which runs.</summary>
    internal int ProcessId => _process!.Id;

    /// <summary>When that process was started, in ticks of <see cref="Stopwatch"/>.</summary>
    internal long Started { get; private set; }

    /// <summary>Completes when the function asks for an event: with the time of it, in the same ticks.</summary>
    internal Task<long> Idle => _runtimeApi!.Idle;

    /// <summary>What the function's process holds on to, if it runs.</summary>
    internal ProcessFigures? Measure()
    {
        try
        {
            return _process is { HasExited: false } process ? ProcessFigures.Of(process) : null;
        }
        catch (InvalidOperationException)
        {
            // It ended in this moment.
            return null;
        }
    }

    /// <summary>Starts the function and waits until it asks for its first event.</summary>
    /// <returns><see langword="null"/>, or why it does not.</returns>
    internal async Task<InvocationResult?> InitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        return await CompletesAsync(Idle, timeout, cancellationToken) ? null : await WhyAsync(timeout);
    }

    /// <summary>Delivers an event and waits for what becomes of it. A failure of the function is a result, not an exception.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="timeout">The function's time-out, after which the sandbox is killed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    internal async Task<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_process is null or { HasExited: true })
        {
            await StartAsync(cancellationToken);
        }

        var invocation = _runtimeApi!.Enqueue(payload, timeout);
        return await CompletesAsync(invocation.Result, timeout, cancellationToken)
            ? await invocation.Result
            : (await WhyAsync(timeout)) with { RequestId = invocation.RequestId };
    }

    /// <summary>Kills the function process, as a crash would.</summary>
    internal void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    // Before the process ends and the time-out is over.
    private async Task<bool> CompletesAsync(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.CancelAfter(timeout);
        await Task.WhenAny(task, _process!.WaitForExitAsync(watch.Token));
        await watch.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        _runtimeApi = await RuntimeApiEmulator.StartAsync(cancellationToken);
        KeyValuePair<string, string>[] lambda =
        [
            new("AWS_LAMBDA_RUNTIME_API", _runtimeApi.Address),
            new("AWS_LAMBDA_FUNCTION_NAME", "LifecycleLambda"),
            new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ];
        Started = Stopwatch.GetTimestamp();
        _process = program.Start([.. lambda, .. environment]);
        _output = Task.WhenAll(RelayAsync(_process.StandardOutput), RelayAsync(_process.StandardError));
    }

    private async Task StopAsync()
    {
        if (_process is not null)
        {
            Kill();
            await _process.WaitForExitAsync();
            await _output;
            _process.Dispose();
            _process = null;
        }

        if (_runtimeApi is not null)
        {
            await _runtimeApi.DisposeAsync();
            _runtimeApi = null;
        }
    }

    private async Task RelayAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            log?.Invoke(line);
        }
    }

    private async Task<InvocationResult> WhyAsync(TimeSpan timeout)
    {
        if (_runtimeApi!.InitError.IsCompleted)
        {
            return await _runtimeApi.InitError with { IsInitError = true };
        }

        if (_process!.HasExited)
        {
            return InvocationResult.Failure("Runtime.ExitError", $"The function's process ended with exit code {_process.ExitCode}") with
            {
                IsInitError = !_runtimeApi.WasAsked && _process.ExitCode is not ExitCodeOfKilled,
            };
        }

        Kill();
        await _process.WaitForExitAsync();
        return InvocationResult.Failure("Sandbox.Timedout", $"Task timed out after {timeout.TotalSeconds:0.00} seconds");
    }
}
