using System.Globalization;
using System.Text.Json.Nodes;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Aws;

/// <summary>
/// The offline confirmation in simulated time: stream, filter, queue with a delay, function (DESIGN section 6). Nothing waits: a
/// record is handed over when the simulated clock has reached its time.
/// </summary>
internal sealed class ConfirmationPipe(TableStream stream, MessageQueue queue, EventSourceMapping mapping, TimeSpan delay)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<string, long> _delayed = new();
    private readonly PriorityQueue<string, long> _expected = new();
    private readonly Dictionary<string, long> _appliedAt = [];

    /// <summary>The disconnects that were confirmed, as client, session and version.</summary>
    internal List<ConfirmedDisconnect> Confirmed { get; } = [];

    /// <summary>Notes that a disconnect was applied: a record of it is in the stream from now on.</summary>
    internal void Expect(FleetDelivery disconnect)
    {
        var key = Key(disconnect.Event.ClientId, $"{disconnect.Event.VersionNumber}", $"{disconnect.Event.Timestamp}");
        lock (_lock)
        {
            _appliedAt[key] = disconnect.Arrival;
            _expected.Enqueue(key, disconnect.Arrival + (long)delay.TotalMilliseconds);
        }
    }

    /// <summary>Whether a confirmation is due at a moment of the simulated time, in ms since the Unix epoch.</summary>
    internal bool IsDue(long now)
    {
        lock (_lock)
        {
            return (_expected.TryPeek(out _, out var expected) && expected <= now) || (_delayed.TryPeek(out _, out var due) && due <= now);
        }
    }

    /// <summary>Reads the stream and hands over what is due.</summary>
    internal async Task DeliverDueAsync(long now, CancellationToken cancellationToken)
    {
        foreach (var record in await stream.ReadAsync(cancellationToken))
        {
            Take(record, now);
        }

        lock (_lock)
        {
            while (_expected.TryPeek(out _, out var expected) && expected <= now)
            {
                _expected.Dequeue();
            }
        }

        while (_delayed.TryPeek(out var body, out var due) && due <= now)
        {
            _delayed.Dequeue();
            queue.Send(body);
        }

        await mapping.DrainAsync(cancellationToken);
    }

    // The filter of the template's pipe: disconnects that are not confirmed.
    private void Take(JsonObject record, long now)
    {
        if (record["dynamodb"]!["NewImage"] is not JsonObject image || image["eventType"]?["S"]?.GetValue<string>() is not "disconnected")
        {
            return;
        }

        var (client, version, timestamp) = (Text(image, "clientId", "S"), Text(image, "versionNumber", "N"), Text(image, "timestamp", "N"));
        if (image.ContainsKey("offlineConfirmedAt"))
        {
            Confirmed.Add(new(client, Text(image, "sessionIdentifier", "S")));
            return;
        }

        lock (_lock)
        {
            // A disconnect whose writer was killed before it could answer counts from now.
            var appliedAt = _appliedAt.GetValueOrDefault(Key(client, version, timestamp), now);
            _delayed.Enqueue(record.ToJsonString(), appliedAt + (long)delay.TotalMilliseconds);
        }
    }

    private static string Text(JsonObject image, string attribute, string type) => image[attribute]![type]!.GetValue<string>();

    private static string Key(string client, string version, string timestamp) =>
        string.Create(CultureInfo.InvariantCulture, $"{client}|{version}|{timestamp}");
}
