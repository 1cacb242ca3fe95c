using System.Threading.Channels;

namespace LifecycleLambda.Local.Runtime;

/// <summary>As many sandboxes as there may be concurrent executions; an invocation takes one that is idle.</summary>
internal sealed class FunctionPool : IAsyncDisposable
{
    /// <summary>The time-out of the deployed function (template.yaml).</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly Channel<Sandbox> _idle = Channel.CreateUnbounded<Sandbox>();
    private readonly List<Sandbox> _sandboxes = [];

    internal FunctionPool(
        FunctionProgram program, IEnumerable<KeyValuePair<string, string>> environment, int concurrency, Action<string>? log = null)
    {
        var variables = environment.ToList();
        for (var i = 0; i < concurrency; i++)
        {
            var sandbox = new Sandbox(program, variables, log ?? (_ => { }));
            _sandboxes.Add(sandbox);
            _idle.Writer.TryWrite(sandbox);
        }
    }

    internal IReadOnlyList<Sandbox> Sandboxes => _sandboxes;

    internal async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var sandbox = await _idle.Reader.ReadAsync(cancellationToken);
        try
        {
            return await sandbox.InvokeAsync(payload, Timeout, cancellationToken);
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
