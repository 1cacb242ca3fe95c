using System.Text.Json;
using System.Threading.Channels;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Lambda;

/// <summary>The log lines of one function, which say more about a batch or a count than the response does.</summary>
internal sealed class FunctionLog
{
    /// <summary>Lines arrive within milliseconds of the response. The limit is for a program that writes none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    internal void Add(string line) => _lines.Writer.TryWrite(line);

    /// <summary>Waits for the lines of an invocation. Drops those of earlier ones.</summary>
    internal async Task<List<JsonElement>> ReadAsync(string requestId, int count, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var lines = new List<JsonElement>(count);
        try
        {
            while (lines.Count < count)
            {
                var line = await _lines.Reader.ReadAsync(patience.Token);
                if (line.StartsWith('{') && JsonElement.Parse(line) is var json && json.Text("requestId") == requestId)
                {
                    lines.Add(json);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What has arrived must do.
        }

        return lines;
    }
}
