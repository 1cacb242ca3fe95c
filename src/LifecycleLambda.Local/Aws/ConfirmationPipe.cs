using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Aws;

/// <summary>
/// The offline confirmation in simulated time: stream, filter, and the delay of the queue. Nothing waits: each client has a clock
/// of its own, and a record is handed over when that clock has reached its time.
/// </summary>
internal sealed class ConfirmationPipe
{
    private readonly TemplatePipe _pipe = new("OfflineConfirmationPipe");
    private readonly FleetStream _stream;
    private readonly MessageQueue _queue;
    private readonly TimeSpan _delay;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _records = new();

    /// <summary>Per client, the sessions whose disconnect was applied and is not due yet, and when it arrived. A client's are touched one at a time.</summary>
    private readonly ConcurrentDictionary<string, Dictionary<string, long>> _applied = new();

    internal ConfirmationPipe(FleetStream stream, MessageQueue queue, TimeSpan delay)
    {
        _stream = stream;
        _queue = queue;
        _delay = delay;
        stream.Arrived += Take;
    }

    /// <summary>The disconnects that were confirmed.</summary>
    internal ConcurrentQueue<(string ClientId, string Session)> Confirmed { get; } = new();

    /// <summary>Notes that a disconnect was applied: a record of it is in the stream from now on.</summary>
    internal void Expect(TimedEvent disconnect) =>
        _applied.GetOrAdd(disconnect.Event.ClientId, _ => []).TryAdd(disconnect.Event.SessionIdentifier!, disconnect.At);

    /// <summary>Sends what is due for one client.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="now">The client's time, in ms since the Unix epoch.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task SendDueAsync(string clientId, long now, CancellationToken cancellationToken)
    {
        var latest = now - (long)_delay.TotalMilliseconds;
        if (!_applied.TryGetValue(clientId, out var applied) || !applied.Values.Any(at => at <= latest))
        {
            return;
        }

        await _stream.ReadAsync(cancellationToken);
        var records = _records.GetOrAdd(clientId, _ => new());
        for (var count = records.Count; count > 0 && records.TryDequeue(out var record); count--)
        {
            // A disconnect whose writer was killed before it could answer counts from now.
            var session = Text(record, "sessionIdentifier");
            applied.TryAdd(session, now);
            if (applied[session] <= latest)
            {
                applied.Remove(session);
                _queue.Send(_pipe.Transform(record).ToJsonString());
            }
            else
            {
                records.Enqueue(record);
            }
        }
    }

    /// <summary>Sends everything that is left, however long its delay.</summary>
    internal async Task SendAllAsync(CancellationToken cancellationToken)
    {
        await _stream.ReadAsync(cancellationToken);
        foreach (var record in _records.Values.SelectMany(records => records))
        {
            _queue.Send(_pipe.Transform(record).ToJsonString());
        }

        _records.Clear();
    }

    private void Take(JsonObject record)
    {
        if (_pipe.Takes(record))
        {
            _records.GetOrAdd(Text(record, "clientId"), _ => new()).Enqueue(record);
        }
        else if (record["dynamodb"]?["NewImage"]?["offlineConfirmedAt"] is not null)
        {
            Confirmed.Enqueue((Text(record, "clientId"), Text(record, "sessionIdentifier")));
        }
    }

    private static string Text(JsonObject record, string attribute) =>
        record["dynamodb"]!["NewImage"]![attribute]?["S"]?.GetValue<string>() ?? "";
}
