using System.Net;
using System.Net.Sockets;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.Local.Broker;

/// <summary>A broker whose lifecycle events go to its subscribers and, by asynchronous invocations, to the function.</summary>
/// <param name="address">The address to bind, and the port; 0 for any that is free.</param>
/// <param name="functions">The function.</param>
/// <param name="options">How the broker behaves.</param>
/// <param name="onDelivery">Called with each delivery when it is done, from several threads.</param>
internal sealed class BrokerRun(IPEndPoint address, FunctionPool functions, BrokerOptions options, Action<Delivery> onDelivery) : IAsyncDisposable
{
    private readonly MqttPresenceBroker _broker = new(address, options);
    private readonly AsyncInvoker _invoker = new(functions, new MessageQueue());
    private readonly CancellationTokenSource _hurry = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _underWay = [];
    private Task _distribution = Task.CompletedTask;

    /// <summary>The port that the broker listens at.</summary>
    internal int Port => _broker.Port;

    /// <summary>The latest event of each client that was here.</summary>
    internal ICollection<LifecycleEvent> Truth => _broker.Sessions.Truth;

    /// <summary>Ends with the error where an event could not be delivered at all: there is no function to start.</summary>
    internal Task Broken => _broken.Task;

    /// <summary>Starts to take clients.</summary>
    /// <param name="stored">The table's items: versions go on where an earlier run stopped.</param>
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
            var advice = exception.SocketErrorCode is SocketError.AddressAlreadyInUse ? " Another one: --port N; any that is free: --port 0." : "";
            throw new UserErrorException($"The broker cannot listen at {address.Address}, port {address.Port}: {exception.Message}.{advice}", exception);
        }

        _distribution = DistributeAsync();
    }

    /// <summary>Ends every session and delivers what is left, without further delays.</summary>
    internal async Task EndAsync()
    {
        _broker.Sessions.EndAll();
        await _distribution;
        await _hurry.CancelAsync();
        await Task.WhenAll(_underWay);
    }

    /// <summary>The clients whose item does not show their true state.</summary>
    internal IReadOnlyList<string> WrongIn(IEnumerable<PresenceItem> items) => ExpectedStates.WrongIn(Truth, items);

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
