using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Makes a share of the calls fail: throttled, HTTP 500, no response, or a reset before or after the write. A quarter of the
/// faults occur in outages, which exhaust the retries.</summary>
internal sealed class RandomFaults(double share, int seed)
{
    /// <summary>The number of calls that fail in an outage.</summary>
    private const int OutageCalls = 120;

    private const double ShareInOutages = 0.25;

    private static readonly DynamoDbFault ServerError = DynamoDbFault.Error(500, "InternalServerError");

    private readonly Random _random = new(seed);
    private int _outage;

    internal DynamoDbFault Next()
    {
        if (_outage > 0)
        {
            _outage--;
            return ServerError;
        }

        if (_random.NextDouble() < share * ShareInOutages / OutageCalls)
        {
            _outage = OutageCalls;
        }

        return _random.NextDouble() >= share * (1 - ShareInOutages) ? DynamoDbFault.None : _random.NextDouble() switch
        {
            < 0.4 => DynamoDbFault.Throttled,
            < 0.6 => ServerError,
            < 0.8 => DynamoDbFault.Reset,
            < 0.99 => DynamoDbFault.ResetAfterTheWrite,
            _ => DynamoDbFault.Silence,
        };
    }
}
