using System.Text.Json;
using System.Threading.Channels;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Lambda;

/// <summary>The log lines of one function. They have details of a batch or a count that the response doesn't have.</summary>
internal sealed class FunctionLog
{
    /// <summary>The timeout for a program that writes no lines. Normally they arrive within milliseconds of the response.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    internal void Add(string line) => _lines.Writer.TryWrite(line);

    /// <summary>Waits for the lines of an invocation, and drops those of earlier invocations. After the timeout, returns those that
    /// arrived.</summary>
    internal async Task<List<JsonElement>> ReadAsync(string requestId, int count, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        var lines = new List<JsonElement>(count);
        try
        {
            while (lines.Count < count)
            {
                var line = await _lines.Reader.ReadAsync(timeout.Token);
                if (line.StartsWith('{') && JsonElement.Parse(line) is var json && json.Text("requestId") == requestId)
                {
                    lines.Add(json);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Some lines are missing.
        }

        return lines;
    }
}
