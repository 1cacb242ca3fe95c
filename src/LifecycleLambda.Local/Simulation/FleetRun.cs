using System.Diagnostics;
using Amazon.DynamoDBv2.Model;
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
    private readonly FleetOptions _options;
    private readonly FunctionPool _functions;
    private readonly OutcomeTally _tally;
    private readonly FleetStream _stream;
    private readonly MessageQueue _unprocessable = new();
    private readonly MessageQueue _failedEvents;
    private readonly MessageQueue _confirmations;
    private readonly AsyncInvoker _invoker;
    private readonly ConfirmationPipe? _pipe;
    private readonly BusPipe? _bus;
    private readonly List<ProcessFigures> _figures = [];
    private readonly Lock _lock = new();
    private int _done;
    private int _failed;
    private TimeSpan _elapsed;

    /// <param name="fleet">What to deliver, and how.</param>
    /// <param name="functions">The function; its log lines must reach the tally.</param>
    /// <param name="tally">See <paramref name="functions"/>.</param>
    /// <param name="stream">The table's stream; needed for the offline confirmation and the event bus only.</param>
    internal FleetRun(Fleet fleet, FunctionPool functions, OutcomeTally tally, FleetStream stream)
    {
        _fleet = fleet;
        _options = fleet.Options;
        _functions = functions;
        _tally = tally;
        _stream = stream;
        _failedEvents = new MessageQueue(FailedEventsReceives, _unprocessable);
        _confirmations = new MessageQueue(ConfirmationReceives, _failedEvents);
        _invoker = new AsyncInvoker(functions, _failedEvents);
        _pipe = _options.ConfirmAfter is { } delay ? new ConfirmationPipe(stream, _confirmations, delay) : null;
        _bus = _options.Events ? new BusPipe(stream) : null;
    }

    /// <summary>Delivers everything, redrives what failed, confirms what is still offline.</summary>
    /// <param name="advance">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    internal async Task RunAsync(Action<double> advance, CancellationToken cancellationToken)
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

        _failed = _failedEvents.Count;
        // The second round is for the confirmations' own records, and confirmations that went by way of the failed-events queue.
        for (var round = 1; round <= 2; round++)
        {
            await _failedEvents.DrainAsync(_functions, _tally, cancellationToken);
            await (_pipe?.SendAllAsync(cancellationToken) ?? Task.CompletedTask);
            await _confirmations.DrainAsync(_functions, _tally, cancellationToken);
        }

        if (_bus is not null)
        {
            await _stream.ReadAsync(cancellationToken);
        }

        _elapsed = watch.Elapsed;
    }

    /// <summary>Holds every client's item against the truth, after the functions have ended.</summary>
    internal SimulationReport Judge(IEnumerable<Dictionary<string, AttributeValue>> items) => new()
    {
        Clients = _fleet.Histories.Count,
        Events = _fleet.Histories.Values.Sum(history => history.Count),
        Deliveries = _fleet.Deliveries.Count,
        Outcomes = _tally.Sums(),
        Retries = _invoker.Retries,
        FailedEvents = _failed,
        Redriven = _failedEvents.Handled,
        Unprocessable = _unprocessable.Count,
        FalseConfirmations = _pipe?.Confirmed.Count(CameBack) ?? 0,
        FirstTenth = ProcessFigures.Average([.. _figures.Take(_figures.Count / 10)]),
        LastTenth = ProcessFigures.Average([.. _figures.TakeLast(_figures.Count / 10)]),
        Seconds = Math.Round(_elapsed.TotalSeconds, 1),
        PlainVersionGuardShare = PlainVersionGuard.ShareRight(_fleet),
        Wrong = _fleet.WrongIn(items),
        Sent = _bus?.Sent,
        IsUndisturbed = _options.IsUndisturbed,
    };

    private async Task DeliverAsync(
        IGrouping<string, TimedEvent> client, ConfirmationPipe pipe, Action<double> advance, CancellationToken cancellationToken)
    {
        foreach (var delivery in client)
        {
            await pipe.SendDueAsync(client.Key, delivery.At, cancellationToken);
            await _confirmations.DrainAsync(_functions, _tally, cancellationToken);
            await DeliverAsync(delivery, advance, cancellationToken);
        }
    }

    private async Task DeliverAsync(TimedEvent delivery, Action<double> advance, CancellationToken cancellationToken)
    {
        var result = await _invoker.InvokeAsync(delivery.Event.ToJson(), cancellationToken);
        if (result.Succeeded)
        {
            _tally.Count(result.Outcome);
            // A duplicate can be the retry of a write whose answer was lost.
            if (delivery.Event.EventType is LifecycleEventType.Disconnected && result.Outcome is "Applied" or "Duplicate")
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

    // Whether a client was back before its disconnect was confirmed.
    private bool CameBack((string ClientId, string Session) confirmed)
    {
        var since = _fleet.Histories[confirmed.ClientId].SkipWhile(
            happened => happened.Event.SessionIdentifier != confirmed.Session || happened.Event.EventType is not LifecycleEventType.Disconnected).ToList();
        return since.Exists(happened =>
            happened.Event.EventType is LifecycleEventType.Connected && happened.At < since[0].At + (long)_options.ConfirmAfter!.Value.TotalMilliseconds);
    }
}
