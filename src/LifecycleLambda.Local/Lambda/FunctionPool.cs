using System.Threading.Channels;

namespace LifecycleLambda.Local.Lambda;

/// <summary>As many sandboxes as there may be concurrent executions; an invocation takes one that is idle.</summary>
internal sealed class FunctionPool : IAsyncDisposable
{
    /// <summary>The time-out of the deployed function (template.yaml).</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly Channel<Sandbox> _idle = Channel.CreateUnbounded<Sandbox>();
    private readonly List<Sandbox> _sandboxes;
    private readonly double _kills;

    /// <param name="program">The function.</param>
    /// <param name="environment">Its environment, besides what Lambda sets.</param>
    /// <param name="concurrency">How many sandboxes.</param>
    /// <param name="log">Told each line that a function writes.</param>
    /// <param name="kills">The share of invocations during which the process is killed, 0 to 1.</param>
    internal FunctionPool(
        FunctionProgram program,
        IEnumerable<KeyValuePair<string, string>> environment,
        int concurrency,
        Action<string>? log = null,
        double kills = 0)
    {
        _kills = kills;
        var variables = environment.ToList();
        _sandboxes = [.. Enumerable.Range(0, concurrency).Select(_ => new Sandbox(program, variables, log))];
        _sandboxes.ForEach(sandbox => _idle.Writer.TryWrite(sandbox));
    }

    /// <summary>What one function process holds on to, on the average.</summary>
    internal ProcessFigures Measure() => ProcessFigures.Average([.. _sandboxes.Select(sandbox => sandbox.Measure()).OfType<ProcessFigures>()]);

    /// <summary>Delivers an event. A failure of the function is a result.</summary>
    /// <exception cref="UserErrorException">The function does not start, as with a setting that it refuses.</exception>
    internal async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var sandbox = await _idle.Reader.ReadAsync(cancellationToken);
        try
        {
            var invocation = sandbox.InvokeAsync(payload, Timeout, cancellationToken);
            if (Random.Shared.NextDouble() < _kills)
            {
                sandbox.Kill();
            }

            var result = await invocation;
            return result.IsInitError ? throw new UserErrorException($"The function does not start: {result.ErrorMessage}") : result;
        }
        finally
        {
            _idle.Writer.TryWrite(sandbox);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sandbox in _sandboxes)
        {
            await sandbox.DisposeAsync();
        }
    }
}
