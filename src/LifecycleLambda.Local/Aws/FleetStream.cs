using System.Text.Json.Nodes;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Aws;

/// <summary>The one reader of the table's stream: the pipes hear of each record of the fleet, in order.</summary>
internal sealed class FleetStream(EngineConnection connection, Fleet fleet) : IDisposable
{
    private readonly TableStream _stream = new(connection.Endpoint, connection.TableName);
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>Told each record, one at a time.</summary>
    internal event Action<JsonObject>? Arrived;

    /// <summary>Reads to the stream's end as it is now.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        // The next reader's records must not overtake these.
        await _reading.WaitAsync(cancellationToken);
        try
        {
            foreach (var record in await _stream.ReadAsync(cancellationToken))
            {
                // Others are of an earlier run, in a table that is kept.
                if (fleet.Histories.ContainsKey($"{record["dynamodb"]!["Keys"]!["clientId"]!["S"]}"))
                {
                    Arrived?.Invoke(record);
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
}
