using System.Net;

namespace LifecycleLambda.Local.Broker;

/// <summary>The ports that the broker opens. Null opens none, and 0 opens a free one.</summary>
/// <param name="Host">The address to bind.</param>
/// <param name="Mqtt">The port for MQTT without TLS.</param>
internal sealed record BrokerPorts(IPAddress Host, int Mqtt)
{
    /// <summary>The port for MQTT with mutual TLS.</summary>
    internal int? Tls { get; init; }

    /// <summary>The port for MQTT over WebSockets.</summary>
    internal int? WebSocket { get; init; }

    /// <summary>Returns true if the WebSockets use TLS.</summary>
    internal bool HasSecureWebSockets { get; init; }

    /// <summary>The port of <see cref="ConnectionApi"/>.</summary>
    internal int? Api { get; init; }

    /// <summary>The certificates, if a port needs them.</summary>
    internal CertificateFolder? Certificates { get; init; }

    /// <summary>Returns a port with the address, as text. Returns null if the port isn't open.</summary>
    internal string? At(int? port, string scheme = "", string path = "") =>
        port is { } open ? $"{scheme}{new IPEndPoint(Host, open)}{path}" : null;
}
