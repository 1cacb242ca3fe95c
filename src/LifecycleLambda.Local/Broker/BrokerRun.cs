using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Broker;

/// <summary>A broker whose lifecycle events go to its subscribers and to the function.</summary>
internal sealed class BrokerRun : IAsyncDisposable
{
    private readonly Channel<LifecycleEvent> _published = Channel.CreateUnbounded<LifecycleEvent>();
    private readonly ClientSessions _sessions;
    private readonly EventDelivery _delivery;
    private MqttPresenceBroker? _broker;
    private Task _distribution = Task.CompletedTask;

    /// <param name="functions">The function.</param>
    /// <param name="options">How the broker behaves.</param>
    /// <param name="delivered">Told each delivery when it is done, from several threads.</param>
    /// <param name="time">The clock of the events; the system's unless it is a test's.</param>
    /// <param name="random">Whatever is left to chance.</param>
    internal BrokerRun(FunctionPool functions, BrokerOptions options, Action<Delivery> delivered, TimeProvider? time = null, Random? random = null)
    {
        Time = time ?? TimeProvider.System;
        random ??= Random.Shared;
        _sessions = new ClientSessions(options, Time, random, lifecycleEvent => _published.Writer.TryWrite(lifecycleEvent));
        _delivery = new EventDelivery(new AsyncInvoker(functions, new MessageQueue()), new Disturbance(options, random), Time, delivered);
    }

    /// <summary>The port that the broker listens at.</summary>
    internal int Port => _broker!.Port;

    /// <summary>The latest event of each client that was here.</summary>
    internal IReadOnlyList<LifecycleEvent> Truth => _sessions.Truth;

    /// <summary>Ends with the error where events cannot be delivered at all.</summary>
    internal Task Broken => _delivery.Broken;

    private TimeProvider Time { get; }

    /// <summary>Starts to take clients.</summary>
    /// <param name="address">The address to bind.</param>
    /// <param name="port">The port to bind; 0 for any that is free.</param>
    /// <param name="stored">The table's items: versions go on where an earlier run stopped.</param>
    /// <exception cref="UserErrorException">The broker cannot listen at the port.</exception>
    internal async Task StartAsync(IPAddress address, int port, IEnumerable<Dictionary<string, AttributeValue>> stored)
    {
        foreach (var item in stored)
        {
            if (Number(item, "versionNumber") is { } version && Number(item, "timestamp") is { } timestamp)
            {
                _sessions.Resume(item["clientId"].S, version, DateTimeOffset.FromUnixTimeMilliseconds(timestamp));
            }
        }

        _broker = await MqttPresenceBroker.StartAsync(address, port, _sessions, Time);
        _distribution = DistributeAsync(_broker);
    }

    /// <summary>Ends every session and delivers what is left.</summary>
    internal async Task EndAsync()
    {
        _sessions.End();
        _published.Writer.TryComplete();
        await _distribution;
        await _delivery.FinishAsync();
    }

    /// <summary>The clients whose item does not show their true state.</summary>
    internal IReadOnlyList<string> WrongIn(IEnumerable<Dictionary<string, AttributeValue>> items)
    {
        var stored = items.ToDictionary(item => item["clientId"].S);
        return [.. Truth.Where(truth => !IsRight(truth, stored.GetValueOrDefault(truth.ClientId))).Select(truth => truth.ClientId)];
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _delivery.Dispose();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    private async Task DistributeAsync(MqttPresenceBroker broker)
    {
        await foreach (var lifecycleEvent in _published.Reader.ReadAllAsync())
        {
            _delivery.Start(lifecycleEvent);
            await broker.PublishAsync(lifecycleEvent);
        }
    }

    private static bool IsRight(LifecycleEvent truth, Dictionary<string, AttributeValue>? item) =>
        item is not null
        && item["eventType"].S == (truth.EventType is LifecycleEventType.Connected ? "connected" : "disconnected")
        && item["sessionIdentifier"].S == truth.SessionIdentifier;

    private static long? Number(Dictionary<string, AttributeValue> item, string name) =>
        long.TryParse(item.GetValueOrDefault(name)?.N, CultureInfo.InvariantCulture, out var number) ? number : null;
}
