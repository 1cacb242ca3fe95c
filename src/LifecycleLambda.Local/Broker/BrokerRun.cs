using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.Local.Broker;

/// <summary>A broker that sends its lifecycle events to its subscribers and, with asynchronous invocations, to the function.</summary>
/// <param name="ports">The ports to open.</param>
/// <param name="functions">The function.</param>
/// <param name="options">The broker's options.</param>
/// <param name="onDelivery">Receives each completed delivery, from several threads.</param>
/// <param name="log">Receives a sentence for each rejected client, from several threads.</param>
internal sealed class BrokerRun(
    BrokerPorts ports, FunctionPool functions, BrokerOptions options, Action<Delivery> onDelivery, Action<string> log) : IAsyncDisposable
{
    private readonly MqttPresenceBroker _broker = new(ports, options, log);
    private readonly AsyncInvoker _invoker = new(functions, new MessageQueue());
    private readonly CancellationTokenSource _skipDelays = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _underWay = [];
    private Task _distribution = Task.CompletedTask;

    /// <summary>The ports that are open.</summary>
    internal BrokerPorts Ports => _broker.Ports;

    /// <summary>The latest event of each client.</summary>
    internal ICollection<LifecycleEvent> LastEvents => _broker.Sessions.LastEvents;

    /// <summary>Faults if an event couldn't be delivered because no function process could be started.</summary>
    internal Task Broken => _broken.Task;

    /// <param name="stored">The table's items. Each client's versions continue from its item.</param>
    /// <exception cref="UserErrorException">The broker can't listen on a port.</exception>
    internal async Task StartAsync(IEnumerable<PresenceItem> stored)
    {
        foreach (var item in stored)
        {
            if (item is { Version: { } version, Since: { } since })
            {
                _broker.Sessions.Resume(item.ClientId, version, since);
            }
        }

        await _broker.StartAsync();
        _distribution = DistributeAsync();
    }

    /// <summary>Ends all sessions and delivers the remaining events without their delays.</summary>
    internal async Task EndAsync()
    {
        _broker.Sessions.EndAll();
        await _distribution;
        await _skipDelays.CancelAsync();
        await Task.WhenAll(_underWay);
    }

    internal IReadOnlyList<string> WrongIn(IEnumerable<PresenceItem> items) =>
        ExpectedStates.WrongIn(LastEvents, items, lossy: options.Loss > 0);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _broker.DisposeAsync();
        _skipDelays.Dispose();
    }

    private async Task DistributeAsync()
    {
        await foreach (var lifecycleEvent in _broker.Sessions.Events.ReadAllAsync())
        {
            if (options.Loses(lifecycleEvent))
            {
                continue;
            }

            _underWay.RemoveAll(delivery => delivery.IsCompleted);
            _underWay.AddRange(options.ChooseDelays(lifecycleEvent).Select(delay => DeliverAsync(lifecycleEvent, delay)));
            await _broker.PublishAsync(lifecycleEvent);
        }
    }

    private async Task DeliverAsync(LifecycleEvent lifecycleEvent, TimeSpan delay)
    {
        try
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, options.Time, _skipDelays.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            var payload = lifecycleEvent.ToJson();
            onDelivery(new Delivery(lifecycleEvent, payload, await _invoker.InvokeAsync(payload, CancellationToken.None)));
        }
        catch (Exception exception)
        {
            _broken.TrySetException(exception);
        }
    }
}
