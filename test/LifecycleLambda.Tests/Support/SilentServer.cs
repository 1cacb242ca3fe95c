using System.Net;
using System.Net.Sockets;

namespace LifecycleLambda.Tests.Support;

/// <summary>A server that takes connections and never answers; disposed of, one that refuses them.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal SilentServer()
    {
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
    }

    internal Uri Endpoint { get; }

    public void Dispose() => _listener.Dispose();
}
