using System.Collections.Concurrent;
using System.Diagnostics;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Pipes;
using LifecycleLambda.Local.Queues;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Delivers a fleet's events as AWS does: with retries, a redrive of failed events, and offline confirmations.</summary>
internal sealed class FleetRun : IDisposable
{
    private readonly Fleet _fleet;
    private readonly FleetOptions _options;
    private readonly EngineConnection _connection;
    private readonly OutcomeTally _tally = new();
    private readonly MessageQueue _unprocessable = new();
    private readonly MessageQueue _failedEvents;
    private readonly MessageQueue _confirmations;
    private readonly FleetPipes _pipes;
    private readonly ConcurrentQueue<ProcessFigures> _firstTenth = new();
    private readonly ConcurrentQueue<ProcessFigures> _lastTenth = new();
    private int _done;
    private int _retries;
    private int _failed;
    private TimeSpan _elapsed;

    /// <param name="fleet">The clients and their events.</param>
    /// <param name="connection">The table, which must not have items of these clients yet.</param>
    internal FleetRun(Fleet fleet, EngineConnection connection)
    {
        _fleet = fleet;
        _options = fleet.Options;
        _connection = connection;
        _failedEvents = MessageQueue.FromTemplate("FailedEventsQueue", _unprocessable);
        _confirmations = MessageQueue.FromTemplate("OfflineConfirmationQueue", _failedEvents);
        _pipes = new FleetPipes(connection, fleet, _confirmations);
    }

    internal async Task RunAsync(FunctionProgram program, Action<string>? log, Action<double> advance, CancellationToken cancellationToken)
    {
        await using var faulty = _options.Faults > 0 ? await FaultyDynamoDb.StartAsync(_connection.Endpoint, accessKeyId: null) : null;
        var faults = new RandomFaults(_options.Faults, _options.Seed);
        faulty?.Set(_ => faults.Next());
        var connection = _connection with { Endpoint = faulty?.Endpoint ?? _connection.Endpoint };
        // Dispose the functions before the tally is read: only then has every log line arrived.
        await using var functions = new FunctionPool(program, connection.FunctionEnvironment(), _options.Concurrency, Read, _options.Kills);

        var watch = Stopwatch.StartNew();
        await DeliverAllAsync(functions, advance, cancellationToken);
        _failed = _failedEvents.Count;
        // The second round delivers failed confirmations, and confirms the disconnects that the first round wrote.
        for (var round = 1; round <= 2; round++)
        {
            await _failedEvents.DrainAsync(functions, _tally.CountBatch, cancellationToken);
            await _pipes.SendAllAsync(cancellationToken);
            await _confirmations.DrainAsync(functions, _tally.CountBatch, cancellationToken);
        }

        await _pipes.ReadAsync(cancellationToken);
        _elapsed = watch.Elapsed;

        void Read(string line)
        {
            _tally.Read(line);
            log?.Invoke(line);
        }
    }

    /// <summary>Compares every client's item with its true state. Call after the run.</summary>
    internal SimulationReport CreateReport(IEnumerable<PresenceItem> items) => new()
    {
        Clients = _fleet.Histories.Count,
        Events = _fleet.Histories.Values.Sum(history => history.Count),
        Deliveries = _fleet.Deliveries.Count,
        Outcomes = _tally.Sums(),
        Retries = _retries,
        FailedEvents = _failed,
        Redriven = _failedEvents.Handled,
        Unprocessable = _unprocessable.Count,
        FalseConfirmations = _pipes.Confirmed.Count(CameBack),
        FirstTenth = ProcessFigures.Average(_firstTenth),
        LastTenth = ProcessFigures.Average(_lastTenth),
        Seconds = Math.Round(_elapsed.TotalSeconds, 1),
        PlainVersionGuardShare = PlainVersionGuard.ShareRight(_fleet),
        Wrong = _fleet.WrongIn(items),
        Sent = _options.Events ? BusPipe.Send(_pipes.Records) : null,
        IsUndisturbed = _options.IsUndisturbed,
    };

    public void Dispose() => _pipes.Dispose();

    private async Task DeliverAllAsync(FunctionPool functions, Action<double> advance, CancellationToken cancellationToken)
    {
        var invoker = new AsyncInvoker(functions, _failedEvents);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken };
        // With confirmations on, a lane delivers one client's events in order: every event before a confirmation's due time must be
        // stored first.
        IEnumerable<IEnumerable<TimedEvent>> lanes = _options.ConfirmAfter is null
            ? _fleet.Deliveries.Select(delivery => new[] { delivery })
            : _fleet.Deliveries.GroupBy(delivery => delivery.Event.ClientId);
        await Parallel.ForEachAsync(lanes, parallel, async (lane, token) =>
        {
            foreach (var delivery in lane)
            {
                await _pipes.SendDueAsync(delivery.Event.ClientId, delivery.At, token);
                await _confirmations.DrainAsync(functions, _tally.CountBatch, token);
                await DeliverAsync(delivery, invoker, token);
                var done = Interlocked.Increment(ref _done);
                Measure(functions, done);
                advance((double)done / _fleet.Deliveries.Count);
            }
        });
        _retries = invoker.Retries;
    }

    private async Task DeliverAsync(TimedEvent delivery, AsyncInvoker invoker, CancellationToken cancellationToken)
    {
        var result = await invoker.InvokeAsync(delivery.Event.ToJson(), cancellationToken);
        if (result is { Succeeded: true, Outcome: { } outcome })
        {
            _tally.Count(outcome);
            // A duplicate can be the retry of a write whose response was lost.
            if (_options.ConfirmAfter is not null
                && delivery.Event.EventType is LifecycleEventType.Disconnected
                && outcome is (Outcome.Applied or Outcome.Duplicate))
            {
                _pipes.AddDisconnect(delivery);
            }
        }
    }

    // Measures after every hundredth of the deliveries, but only in the first and the last tenth.
    private void Measure(FunctionPool functions, int done)
    {
        var all = _fleet.Deliveries.Count;
        var isFirst = done <= all / 10;
        var isLast = done > all - (all / 10);
        if (done % Math.Max(1, all / 100) is 0 && (isFirst || isLast))
        {
            foreach (var figures in functions.MeasureIdle())
            {
                (isFirst ? _firstTenth : _lastTenth).Enqueue(figures);
            }
        }
    }

    // Returns true if the client had connected again before its confirmation was due.
    private bool CameBack((string ClientId, string Session) confirmed)
    {
        var history = _fleet.Histories[confirmed.ClientId];
        var disconnect = history.First(happened =>
            happened.Event.SessionIdentifier == confirmed.Session && happened.Event.EventType is LifecycleEventType.Disconnected);
        var due = disconnect.At + (long)_options.ConfirmAfter!.Value.TotalMilliseconds;
        return history.SkipWhile(happened => happened != disconnect).Any(happened =>
            happened.Event.EventType is LifecycleEventType.Connected && happened.At < due);
    }
}
