using System.Collections.Concurrent;

namespace LifecycleLambda.Local.Lambda;

/// <summary>Scales the function as Lambda does: an invocation uses an idle sandbox, or starts one.</summary>
/// <param name="program">The function.</param>
/// <param name="environment">The variables that Lambda doesn't set.</param>
/// <param name="concurrency">The most sandboxes at a time.</param>
/// <param name="log">Receives each line that a function writes.</param>
/// <param name="kills">The share of invocations, from 0 to 1, during which the process is killed.</param>
internal sealed class FunctionPool(
    FunctionProgram program,
    IEnumerable<KeyValuePair<string, string>> environment,
    int concurrency,
    Action<string>? log = null,
    double kills = 0) : IAsyncDisposable
{
    internal const int DefaultConcurrency = 4;

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(StackTemplate.Default.ReadNumber("LifecycleFunction", "Timeout"));
    private readonly SemaphoreSlim _executions = new(concurrency);
    private readonly ConcurrentBag<Sandbox> _idle = [];

    internal IEnumerable<ProcessFigures> MeasureIdle() =>
        _idle.Select(sandbox => ProcessFigures.Measure(sandbox.Process)).OfType<ProcessFigures>();

    /// <summary>Invokes the function. If the function fails, returns its error as the result.</summary>
    /// <exception cref="UserErrorException">The function doesn't start, for example because a setting is malformed.</exception>
    internal async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _executions.WaitAsync(cancellationToken);
        try
        {
            var sandbox = await IdleAsync() ?? await Sandbox.StartAsync(program, environment, log, cancellationToken);
            try
            {
                var invocation = sandbox.InvokeAsync(payload, _timeout, cancellationToken);
                if (Random.Shared.NextDouble() < kills)
                {
                    sandbox.Process.Kill();
                }

                var result = await invocation;
                return result.IsInitError ? throw new UserErrorException($"Can't start the function: {result.ErrorMessage}") : result;
            }
            finally
            {
                _idle.Add(sandbox);
            }
        }
        finally
        {
            _executions.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sandbox in _idle)
        {
            await sandbox.DisposeAsync();
        }

        _executions.Dispose();
    }

    private async Task<Sandbox?> IdleAsync()
    {
        while (_idle.TryTake(out var sandbox))
        {
            if (!sandbox.Process.HasExited)
            {
                return sandbox;
            }

            await sandbox.DisposeAsync();
        }

        return null;
    }
}
