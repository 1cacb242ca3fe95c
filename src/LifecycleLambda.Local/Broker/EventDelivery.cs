using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Broker;

/// <summary>Delivers events to the function by asynchronous invocations, disturbed as asked for.</summary>
internal sealed class EventDelivery(AsyncInvoker invoker, Disturbance disturbance, TimeProvider time, Action<Delivery> delivered) : IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _underWay = [];

    /// <summary>Ends with the error where an event could not be delivered at all: there is no function to start.</summary>
    internal Task Broken => _broken.Task;

    /// <summary>Starts the event's deliveries. Not for use by several threads at once.</summary>
    internal void Start(LifecycleEvent lifecycleEvent)
    {
        _underWay.RemoveAll(delivery => delivery.IsCompleted);
        var payload = lifecycleEvent.ToJson();
        _underWay.AddRange(disturbance.DeliveriesOf(lifecycleEvent).Select(after => DeliverAsync(lifecycleEvent, payload, after)));
    }

    /// <summary>Waits until everything is delivered, without further delays.</summary>
    internal async Task FinishAsync()
    {
        await _hurry.CancelAsync();
        await Task.WhenAll(_underWay);
    }

    public void Dispose() => _hurry.Dispose();

    private async Task DeliverAsync(LifecycleEvent lifecycleEvent, ReadOnlyMemory<byte> payload, TimeSpan after)
    {
        try
        {
            if (after > TimeSpan.Zero)
            {
                await Task.Delay(after, time, _hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            delivered(new Delivery(lifecycleEvent, payload, await invoker.InvokeAsync(payload, CancellationToken.None)));
        }
        catch (Exception exception)
        {
            _broken.TrySetException(exception);
        }
    }
}
