using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LifecycleLambda.Tests.Support;

/// <summary>A DynamoDB that never says a word on its first connection, and takes the write on any other.</summary>
internal sealed class DeafThenTls : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly List<TcpClient> _clients = [];
    private readonly Task _served;

    internal DeafThenTls(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _served = ServeAsync();
    }

    internal string Endpoint => $"https://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _served;
        _clients.ForEach(client => client.Dispose());
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            _clients.Add(await _listener.AcceptTcpClientAsync());
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                try
                {
                    await AnswerAsync(client);
                }
                catch (Exception exception) when (exception is IOException or AuthenticationException)
                {
                    // The function gave up; it comes again.
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificate);
        // One request, whose body ends with the last brace that it opened.
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole($"{request}"))
        {
            var count = await stream.ReadAsync(buffer);
            if (count is 0)
            {
                return;
            }

            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray());
    }

    private static bool IsWhole(string request) =>
        request.Contains('{', StringComparison.Ordinal)
        && request.Count(character => character is '{') == request.Count(character => character is '}');
}
