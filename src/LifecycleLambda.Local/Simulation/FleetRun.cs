using System.Collections.Concurrent;
using System.Diagnostics;
using LifecycleLambda.Local.Reports;
using LifecycleLambda.Local.Runtime;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Delivers a fleet's events to the functions, several at once.</summary>
internal sealed class FleetRun(Fleet fleet, FunctionPool functions)
{
    private readonly ConcurrentDictionary<string, int> _outcomes = new();

    /// <summary>Delivers everything.</summary>
    /// <param name="concurrency">How many deliveries are under way at once.</param>
    /// <param name="advance">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    internal async Task<FleetResult> RunAsync(int concurrency, Action<double> advance, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var deliveries = fleet.Deliveries;
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync, cancellationToken)));
        return new FleetResult(fleet, new SortedDictionary<string, int>(_outcomes), watch.Elapsed);

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < deliveries.Count)
            {
                var result = await functions.InvokeAsync(deliveries[i].ToLifecycleEvent().ToJson(), cancellationToken);
                _outcomes.AddOrUpdate(EventReport.OutcomeOf(result), 1, (_, count) => count + 1);
                advance((i + 1.0) / deliveries.Count);
            }
        }
    }
}
