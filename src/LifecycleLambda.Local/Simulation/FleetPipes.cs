using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Pipes;
using LifecycleLambda.Local.Queues;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Simulates the pipe from the table's stream to the offline confirmation's queue, and the queue's delay. Each client has a
/// simulated clock. A record goes to the queue when the client's clock reaches the confirmation's due time.</summary>
internal sealed class FleetPipes(EngineConnection connection, Fleet fleet, MessageQueue confirmations) : IDisposable
{
    private readonly TemplatePipe _pipe = TemplatePipe.Read("OfflineConfirmationPipe");
    private readonly TableStream _stream = new(connection);
    private readonly SemaphoreSlim _reading = new(1);
    private readonly List<JsonObject> _records = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _waiting = new();

    /// <summary>Per client: sessions whose confirmation isn't due yet, and when their disconnect arrived. Only one thread at a time uses a
    /// client's entry, because each client has a lane.</summary>
    private readonly ConcurrentDictionary<string, Dictionary<string, long>> _applied = new();

    internal IReadOnlyList<JsonObject> Records => _records;

    internal IEnumerable<(string ClientId, string Session)> Confirmed => _records
        .Where(record => record["dynamodb"]!["NewImage"]?[PresenceAttributes.OfflineConfirmedAt] is not null)
        .Select(record => (Text(record, PresenceAttributes.ClientId), Text(record, PresenceAttributes.SessionIdentifier)));

    /// <summary>Remembers the time of an applied disconnect. The stream will have a record of that disconnect.</summary>
    internal void AddDisconnect(TimedEvent disconnect) =>
        _applied.GetOrAdd(disconnect.Event.ClientId, _ => []).TryAdd(disconnect.Event.SessionIdentifier!, disconnect.At);

    /// <summary>Sends the confirmations that are due at this time of the client's clock, in ms since the Unix epoch.</summary>
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
            // If the function was killed before its response, the disconnect's time is unknown: start the delay now.
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

    /// <summary>Sends the remaining confirmations without their delay.</summary>
    internal async Task SendAllAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        foreach (var record in _waiting.Values.SelectMany(records => records))
        {
            confirmations.Send(_pipe.Transform(record).ToJsonString());
        }

        _waiting.Clear();
    }

    /// <summary>Reads the stream's new records. Does nothing if no option needs the stream, because the table can then have none.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (fleet.Options is { ConfirmAfter: null, Events: false })
        {
            return;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            foreach (var record in await _stream.ReadAsync(cancellationToken))
            {
                var clientId = $"{record["dynamodb"]!["Keys"]![PresenceAttributes.ClientId]!["S"]}";
                if (!fleet.Histories.ContainsKey(clientId))
                {
                    // The record is from an earlier run.
                    continue;
                }

                _records.Add(record);
                if (fleet.Options.ConfirmAfter is not null && _pipe.Accepts(record))
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
