using System.Collections.Concurrent;
using System.Text.Json;

namespace LifecycleLambda.Local.Aws;

/// <summary>
/// What became of every delivery. A single event's answer says it; a batch's answer names only what failed, so the function's log
/// lines say the rest.
/// </summary>
internal sealed class OutcomeTally
{
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lines = new();
    private readonly ConcurrentQueue<string> _batches = new();

    internal void Count(string outcome) => _answers.AddOrUpdate(outcome, 1, (_, count) => count + 1);

    /// <summary>Takes a log line of the function's.</summary>
    internal void Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return;
        }

        using var json = JsonDocument.Parse(line);
        if (json.RootElement.TryGetProperty("requestId", out var id) && json.RootElement.TryGetProperty("outcome", out var outcome))
        {
            _lines.GetOrAdd(id.GetString()!, _ => new()).Enqueue(outcome.GetString()!);
        }
    }

    /// <summary>Counts what the lines of this batch say, once all of them have arrived.</summary>
    internal void CountBatch(string requestId) => _batches.Enqueue(requestId);

    /// <summary>The sums; final only after the functions have ended. Messages that failed are in their queue, not in here.</summary>
    internal IReadOnlyDictionary<string, int> Sums()
    {
        var sums = new SortedDictionary<string, int>(_answers);
        foreach (var outcome in _batches.SelectMany(id => _lines.TryGetValue(id, out var lines) ? lines : []))
        {
            if (outcome is not ("Failed" or "Invalid"))
            {
                sums[outcome] = sums.GetValueOrDefault(outcome) + 1;
            }
        }

        return sums;
    }
}
