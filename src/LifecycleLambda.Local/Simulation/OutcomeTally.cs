using System.Collections.Concurrent;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Simulation;

/// <summary>
/// What became of every delivery. A single event's answer says it; a batch's answer names only what failed, so the function's log
/// lines say the rest.
/// </summary>
internal sealed class OutcomeTally
{
    private readonly ConcurrentQueue<Outcome> _answers = new();
    private readonly ConcurrentQueue<(string RequestId, Outcome Outcome)> _lines = new();
    private readonly ConcurrentQueue<string> _batches = new();

    internal void Count(Outcome outcome) => _answers.Enqueue(outcome);

    /// <summary>Takes a log line of the function's.</summary>
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

    /// <summary>Counts what the lines of this batch say, once all of them have arrived.</summary>
    internal void CountBatch(string requestId) => _batches.Enqueue(requestId);

    /// <summary>The sums; final only after the functions have ended. Messages that failed are in their queue, not in here.</summary>
    internal IReadOnlyDictionary<Outcome, int> Sums()
    {
        var batches = _batches.ToHashSet();
        var handled = _lines
            .Where(line => batches.Contains(line.RequestId) && line.Outcome is not (Outcome.Failed or Outcome.Invalid))
            .Select(line => line.Outcome);
        return new SortedDictionary<Outcome, int>(_answers.Concat(handled).CountBy(outcome => outcome).ToDictionary());
    }
}
