using System.Collections.Concurrent;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Counts outcomes. The response to an event contains its outcome. The response to a batch contains only the failed messages, so
/// the other outcomes come from the function's log lines.</summary>
internal sealed class OutcomeTally
{
    private readonly ConcurrentQueue<Outcome> _responses = new();
    private readonly ConcurrentQueue<(string RequestId, Outcome Outcome)> _lines = new();
    private readonly ConcurrentQueue<string> _batches = new();

    internal void Count(Outcome outcome) => _responses.Enqueue(outcome);

    internal void Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return;
        }

        var json = JsonElement.Parse(line);
        if (json.Text("requestId") is { } id && Enum.TryParse<Outcome>(json.Text("outcome"), out var outcome))
        {
            _lines.Enqueue((id, outcome));
        }
    }

    internal void CountBatch(string requestId) => _batches.Enqueue(requestId);

    /// <summary>Returns the counts, without messages that failed. Call after the functions have ended.</summary>
    internal IReadOnlyDictionary<Outcome, int> Sums()
    {
        var batches = _batches.ToHashSet();
        var handled = _lines
            .Where(line => batches.Contains(line.RequestId) && line.Outcome is not (Outcome.Failed or Outcome.Invalid))
            .Select(line => line.Outcome);
        return new SortedDictionary<Outcome, int>(_responses.Concat(handled).CountBy(outcome => outcome).ToDictionary());
    }
}
