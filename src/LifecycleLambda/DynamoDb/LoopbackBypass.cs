using System.Net;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// A proxy that connects to this machine directly (127.0.0.0/8, ::1 and localhost) and forwards every other request to another proxy.
/// The variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY have no such exception, and NO_PROXY=localhost doesn't match 127.0.0.1.
/// </summary>
internal sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
}
