using BenchmarkDotNet.Attributes;
using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Benchmarks.Micro;

/// <summary>What the function's own code costs per event; the rest is signing, and the network's.</summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private static readonly PresenceTableOptions Options = new("presence", TimeSpan.FromMinutes(15), RetainDisconnectedDays: 0);

    private byte[] _payload = [];
    private LifecycleEvent? _event;

    /// <summary>A connect or a disconnect.</summary>
    [Params("connected", "disconnected")]
    public string EventType { get; set; } = "";

    /// <summary>Makes the event.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _payload = SampleEvent.Create(EventType is "connected" ? 0 : 1).ToJson();
        _event = Parse();
    }

    /// <summary>From bytes to a valid event.</summary>
    [Benchmark]
    public LifecycleEvent Parse() => LifecycleEvent.Parse(_payload, long.MaxValue);

    /// <summary>From the event to the body of the conditional UpdateItem.</summary>
    [Benchmark]
    public object BuildRequest() => PresenceUpdate.For(_event!, Options).ToJson();
}
