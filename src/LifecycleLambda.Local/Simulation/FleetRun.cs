using System.Diagnostics;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Simulation;

/// <summary>
/// Delivers a fleet's events as AWS does: asynchronous invocations with retries, failed events into a queue and redriven from it,
/// disconnects confirmed after a delay.
/// </summary>
internal sealed class FleetRun
{
    // As in template.yaml.
    private const int FailedEventsReceives = 25;
    private const int ConfirmationReceives = 200;

    private readonly Fleet _fleet;
    private readonly RunOptions _options;
    private readonly OutcomeTally _tally;
    private readonly MessageQueue _unprocessable = new();
    private readonly MessageQueue _failedEvents;
    private readonly AsyncInvoker _invoker;
    private readonly EventSourceMapping _redrive;
    private readonly FleetStream _stream;
    private readonly ConfirmationPipe? _pipe;
    private readonly BusPipe? _bus;
    private readonly FunctionPool _functions;
    private readonly List<ProcessFigures> _figures = [];
    private readonly Lock _lock = new();
    private int _done;

    /// <param name="fleet">What to deliver.</param>
    /// <param name="options">How.</param>
    /// <param name="functions">The function; its log lines must reach the tally.</param>
    /// <param name="tally">See <paramref name="functions"/>.</param>
    /// <param name="stream">The table's stream; needed for the offline confirmation and the event bus only.</param>
    internal FleetRun(Fleet fleet, RunOptions options, FunctionPool functions, OutcomeTally tally, FleetStream stream)
    {
        _fleet = fleet;
        _functions = functions;
        _options = options;
        _tally = tally;
        _failedEvents = new MessageQueue(FailedEventsReceives, _unprocessable);
        _invoker = new AsyncInvoker(functions, _failedEvents);
        _redrive = new EventSourceMapping(_failedEvents, functions, tally);
        _stream = stream;
        _bus = options.Events ? new BusPipe(_stream) : null;
        if (options.ConfirmAfter is { } delay)
        {
            var confirmations = new MessageQueue(ConfirmationReceives, _failedEvents);
            _pipe = new ConfirmationPipe(_stream, confirmations, new EventSourceMapping(confirmations, functions, tally), delay);
        }
    }

    /// <summary>Delivers everything, redrives what failed, confirms what is still offline.</summary>
    /// <param name="advance">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    internal async Task<FleetResult> RunAsync(Action<double> advance, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken };
        if (_pipe is null)
        {
            await Parallel.ForEachAsync(_fleet.Deliveries, parallel, async (delivery, token) => await DeliverAsync(delivery, advance, token));
        }
        else
        {
            // Client by client, each on its own clock: what arrived before a confirmation is due must be in the table before it.
            var clients = _fleet.Deliveries.GroupBy(delivery => delivery.Event.ClientId);
            await Parallel.ForEachAsync(clients, parallel, async (client, token) => await DeliverAsync(client, _pipe, advance, token));
        }

        var failedEvents = _failedEvents.Count;
        await _redrive.DrainAsync(cancellationToken);
        if (_pipe is not null)
        {
            await _pipe.DeliverAllAsync(cancellationToken);
            // The confirmations' own records, and confirmations that went by way of the failed-events queue.
            await _redrive.DrainAsync(cancellationToken);
            await _pipe.DeliverAllAsync(cancellationToken);
        }

        if (_bus is not null)
        {
            await _stream.ReadAsync(cancellationToken);
        }

        return new FleetResult(_fleet, _options, _tally, watch.Elapsed)
        {
            Retries = _invoker.Retries,
            FailedEvents = failedEvents,
            Redriven = _redrive.Handled,
            Unprocessable = _unprocessable.Count,
            Confirmed = _pipe?.Confirmed.ToArray() ?? [],
            BusEvents = _bus?.Sent,
            Figures = _figures,
        };
    }

    private async Task DeliverAsync(
        IGrouping<string, FleetDelivery> client, ConfirmationPipe pipe, Action<double> advance, CancellationToken cancellationToken)
    {
        foreach (var delivery in client)
        {
            await pipe.DeliverDueAsync(client.Key, delivery.Arrival, cancellationToken);
            await DeliverAsync(delivery, advance, cancellationToken);
        }
    }

    private async Task DeliverAsync(FleetDelivery delivery, Action<double> advance, CancellationToken cancellationToken)
    {
        var result = await _invoker.InvokeAsync(delivery.Event.ToLifecycleEvent().ToJson(), cancellationToken);
        if (result.Succeeded)
        {
            var outcome = EventReport.OutcomeOf(result);
            _tally.Count(outcome);
            // A duplicate can be the retry of a write whose answer was lost.
            if (delivery.Event.Type is LifecycleEventType.Disconnected && outcome is "Applied" or "Duplicate")
            {
                _pipe?.Expect(delivery);
            }
        }

        var done = Interlocked.Increment(ref _done);
        advance((double)done / _fleet.Deliveries.Count);
        if (done % Math.Max(1, _fleet.Deliveries.Count / 100) is 0)
        {
            lock (_lock)
            {
                _figures.Add(_functions.Measure());
            }
        }
    }
}
