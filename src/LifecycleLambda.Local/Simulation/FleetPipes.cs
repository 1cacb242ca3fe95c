using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Pipes;
using LifecycleLambda.Local.Queues;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Simulation;

/// <summary>
/// The table's stream for a fleet, and the offline confirmation's pipe on it: filter, and the delay of the queue, in simulated time. Nothing
/// waits: each client has a clock of its own, and a record is handed over when that clock has reached its time.
/// </summary>
internal sealed class FleetPipes(EngineConnection connection, Fleet fleet, MessageQueue confirmations) : IDisposable
{
    private readonly TemplatePipe _pipe = TemplatePipe.Read("OfflineConfirmationPipe");
    private readonly TableStream _stream = new(connection.Endpoint, connection.TableName);
    private readonly SemaphoreSlim _reading = new(1);
    private readonly List<JsonObject> _records = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _waiting = new();

    /// <summary>Per client, the sessions whose disconnect was applied and is not due yet, and when it arrived. A client's are touched one at a time.</summary>
    private readonly ConcurrentDictionary<string, Dictionary<string, long>> _applied = new();

    /// <summary>The fleet's records, in order, as far as they were read.</summary>
    internal IReadOnlyList<JsonObject> Records => _records;

    /// <summary>The disconnects that were confirmed.</summary>
    internal IEnumerable<(string ClientId, string Session)> Confirmed => _records
        .Where(record => record["dynamodb"]!["NewImage"]?[PresenceAttributes.OfflineConfirmedAt] is not null)
        .Select(record => (Text(record, PresenceAttributes.ClientId), Text(record, PresenceAttributes.SessionIdentifier)));

    /// <summary>Notes that a disconnect was applied: a record of it is in the stream from now on.</summary>
    internal void Expect(TimedEvent disconnect) =>
        _applied.GetOrAdd(disconnect.Event.ClientId, _ => []).TryAdd(disconnect.Event.SessionIdentifier!, disconnect.At);

    /// <summary>Sends what is due for one client at this time of its own, in ms since the Unix epoch.</summary>
    internal async Task SendDueAsync(string clientId, long now, CancellationToken cancellationToken)
    {
        var latest = now - (long?)fleet.Options.ConfirmAfter?.TotalMilliseconds;
        if (!_applied.TryGetValue(clientId, out var applied) || !applied.Values.Any(at => at <= latest))
        {
            return;
        }

        await ReadAsync(cancellationToken);
        var records = _waiting.GetOrAdd(clientId, _ => new());
        for (var count = records.Count; count > 0 && records.TryDequeue(out var record); count--)
        {
            // A disconnect whose writer was killed before it could answer counts from now.
            var session = Text(record, PresenceAttributes.SessionIdentifier);
            applied.TryAdd(session, now);
            if (applied[session] <= latest)
            {
                applied.Remove(session);
                confirmations.Send(_pipe.Transform(record).ToJsonString());
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
        await ReadAsync(cancellationToken);
        foreach (var record in _waiting.Values.SelectMany(records => records))
        {
            confirmations.Send(_pipe.Transform(record).ToJsonString());
        }

        _waiting.Clear();
    }

    /// <summary>Reads to the stream's end as it is now.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        // The next reader's records must not overtake these.
        await _reading.WaitAsync(cancellationToken);
        try
        {
            foreach (var record in await _stream.ReadAsync(cancellationToken))
            {
                var clientId = $"{record["dynamodb"]!["Keys"]![PresenceAttributes.ClientId]!["S"]}";
                if (!fleet.Histories.ContainsKey(clientId))
                {
                    // The record is of an earlier run, in a table that is kept.
                    continue;
                }

                _records.Add(record);
                if (fleet.Options.ConfirmAfter is not null && _pipe.Takes(record))
                {
                    _waiting.GetOrAdd(clientId, _ => new()).Enqueue(record);
                }
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _reading.Dispose();
    }

    private static string Text(JsonObject record, string attribute) =>
        record["dynamodb"]!["NewImage"]![attribute]?["S"]?.GetValue<string>() ?? "";
}
