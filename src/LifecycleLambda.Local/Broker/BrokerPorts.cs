using System.Net;

namespace LifecycleLambda.Local.Broker;

/// <summary>The ports that the broker opens. Null opens none, and 0 opens a free one.</summary>
/// <param name="Host">The address to bind.</param>
/// <param name="Mqtt">The port for MQTT without TLS.</param>
internal sealed record BrokerPorts(IPAddress Host, int Mqtt)
{
    /// <summary>The port of <see cref="ConnectionApi"/>.</summary>
    internal int? Api { get; init; }

    /// <summary>Returns the port as text, with the address.</summary>
    internal string At(int port) => $"{new IPEndPoint(Host, port)}";
}
