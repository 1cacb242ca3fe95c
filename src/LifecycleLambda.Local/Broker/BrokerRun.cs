using System.Net;
using System.Net.Sockets;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.Local.Broker;

/// <summary>A broker whose lifecycle events go to its subscribers and, by asynchronous invocations, to the function.</summary>
/// <param name="address">The address and port to bind. Port 0 binds any free port.</param>
/// <param name="functions">The function.</param>
/// <param name="options">The broker's options.</param>
/// <param name="onDelivery">Called with each delivery when it is done, from several threads.</param>
internal sealed class BrokerRun(IPEndPoint address, FunctionPool functions, BrokerOptions options, Action<Delivery> onDelivery)
    : IAsyncDisposable
{
    private readonly MqttPresenceBroker _broker = new(address, options);
    private readonly AsyncInvoker _invoker = new(functions, new MessageQueue());
    private readonly CancellationTokenSource _hurry = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _underWay = [];
    private Task _distribution = Task.CompletedTask;

    internal int Port => _broker.Port;

    /// <summary>The latest event of each client.</summary>
    internal ICollection<LifecycleEvent> LastEvents => _broker.Sessions.LastEvents;

    /// <summary>Fails if an event could not be delivered because no function process could be started.</summary>
    internal Task Broken => _broken.Task;

    /// <param name="stored">The table's items, from which versions continue.</param>
    /// <exception cref="UserErrorException">The broker cannot listen at the port.</exception>
    internal async Task StartAsync(IEnumerable<PresenceItem> stored)
    {
        foreach (var item in stored)
        {
            if (item is { Version: { } version, Since: { } since })
            {
                _broker.Sessions.Resume(item.ClientId, version, since);
            }
        }

        try
        {
            await _broker.StartAsync();
        }
        catch (SocketException exception)
        {
            var isTaken = exception.SocketErrorCode is SocketError.AddressAlreadyInUse;
            throw new UserErrorException(
                $"The broker cannot listen at {address.Address}, port {address.Port}: {exception.Message}."
                + (isTaken ? " Another one: --port N; any that is free: --port 0." : ""),
                exception);
        }

        _distribution = DistributeAsync();
    }

    /// <summary>Ends every session and delivers the remaining events without delay.</summary>
    internal async Task EndAsync()
    {
        _broker.Sessions.EndAll();
        await _distribution;
        await _hurry.CancelAsync();
        await Task.WhenAll(_underWay);
    }

    internal IReadOnlyList<string> WrongIn(IEnumerable<PresenceItem> items) => ExpectedStates.WrongIn(LastEvents, items);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _broker.DisposeAsync();
        _hurry.Dispose();
    }

    private async Task DistributeAsync()
    {
        await foreach (var lifecycleEvent in _broker.Sessions.Events.ReadAllAsync())
        {
            _underWay.RemoveAll(delivery => delivery.IsCompleted);
            _underWay.AddRange(options.DeliveriesOf(lifecycleEvent).Select(after => DeliverAsync(lifecycleEvent, after)));
            await _broker.PublishAsync(lifecycleEvent);
        }
    }

    private async Task DeliverAsync(LifecycleEvent lifecycleEvent, TimeSpan after)
    {
        try
        {
            if (after > TimeSpan.Zero)
            {
                await Task.Delay(after, options.Time, _hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
