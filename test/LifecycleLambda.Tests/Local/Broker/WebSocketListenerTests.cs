using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;

namespace LifecycleLambda.Tests.Local.Broker;

public sealed class WebSocketListenerTests(EngineFixture engine, TestCertificates certificates) : IClassFixture<TestCertificates>
{
    private const string SignedQuery = "?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIDFORTESTS%2F20260101%2Fus-east-1%2Fiotdevicegateway%2Faws4_request"
        + "&X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00&X-Amz-Security-Token=%2F%2B%3D";

    [Fact]
    public async Task Principal_begins_with_the_access_key_of_a_signed_URL()
    {
        await using var broker = await StartAsync();
        using var socket = await ConnectAsync(broker, query: SignedQuery);
        Assert.Equal("127.0.0.1", (await broker.NextAsync()).IpAddress);

        byte[] disconnectPacket = [0xE0, 0];
        await socket.SendAsync(disconnectPacket, WebSocketMessageType.Binary, true, Cancellation);

        await AssertEndAsync(broker, "CLIENT_INITIATED_DISCONNECT");
        var item = await broker.Table.GetAsync("browser");
        Assert.Equal("AKIDFORTESTS:session", item!["principalIdentifier"].S);
    }

    [Fact]
    public async Task Cut_WebSocket_ends_the_session_as_CONNECTION_LOST()
    {
        await using var broker = await StartAsync();
        using var socket = await ConnectAsync(broker);

        socket.Abort();

        await AssertEndAsync(broker, "CONNECTION_LOST");
    }

    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure)]
    [InlineData(WebSocketCloseStatus.EndpointUnavailable)]
    public async Task Close_frame_ends_the_session_as_CLIENT_INITIATED_DISCONNECT(WebSocketCloseStatus status)
    {
        await using var broker = await StartAsync();
        using var socket = await ConnectAsync(broker);

        await socket.CloseOutputAsync(status, "", Cancellation);

        Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(new byte[1], Cancellation)).MessageType);
        await AssertEndAsync(broker, "CLIENT_INITIATED_DISCONNECT");
    }

    [Fact]
    public async Task Client_that_comes_back_over_a_WebSocket_is_one_takeover()
    {
        await using var broker = await StartAsync();
        await broker.ConnectSilentAsync("browser", keepAlive: 60);
        await broker.NextAsync();

        using var socket = await ConnectAsync(broker);

        LifecycleEvent[] events = [await broker.NextAsync(), await broker.NextAsync()];
        Assert.Equal(["DUPLICATE_CLIENTID"], events.Select(lifecycleEvent => lifecycleEvent.DisconnectReason).OfType<string>());
        Assert.Equal("connected", (await broker.Table.GetAsync("browser"))!["eventType"].S);
    }

    [Fact]
    public async Task WebSocket_with_TLS_has_the_server_certificate_of_the_CA()
    {
        await using var broker = await StartAsync(isSecure: true);
        using var ca = X509CertificateLoader.LoadCertificateFromFile(certificates.Open().Device("device").Ca);

        var isTrusted = false;
        using var socket = await ConnectAsync(
            broker, "wss", configure: options => options.RemoteCertificateValidationCallback = (_, server, chain, _) =>
            {
                chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.Add(ca);
                return isTrusted = chain.Build((X509Certificate2)server!);
            });

        Assert.True(isTrusted);
    }

    [Theory]
    [InlineData("mqtt")]
    [InlineData("other")]
    public async Task Other_request_is_not_found(string path)
    {
        await using var broker = await StartAsync();
        using var http = new HttpClient();

        var response = await http.GetAsync($"http://127.0.0.1:{broker.Run.Ports.WebSocket}/{path}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("MQTT over WebSockets is at /mqtt.\n", await response.Content.ReadAsStringAsync(Cancellation));
    }

    private Task<BrokerUnderTest> StartAsync(bool isSecure = false) => BrokerUnderTest.StartAsync(engine, ports: ports => ports with
    {
        WebSocket = 0,
        HasSecureWebSockets = isSecure,
        Certificates = isSecure ? certificates.Open() : null,
    });

    /// <summary>Connects a client that sends nothing after its CONNECT packet.</summary>
    private static async Task<WebSocket> ConnectAsync(
        BrokerUnderTest broker, string scheme = "ws", string query = "", Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new Uri($"{scheme}://127.0.0.1:{broker.Run.Ports.WebSocket}/mqtt{query}"), Cancellation);
        Assert.Equal("mqtt", socket.SubProtocol);
        await socket.SendAsync(BrokerUnderTest.ConnectPacket("browser"), WebSocketMessageType.Binary, true, Cancellation);
        var response = new byte[4];
        Assert.Equal(4, (await socket.ReceiveAsync(response, Cancellation)).Count);
        Assert.Equal([0x20, 2, 0, 0], response);
        return socket;
    }

    private static async Task AssertEndAsync(BrokerUnderTest broker, string reason)
    {
        var disconnect = await broker.NextAsync(delivered => delivered.EventType is LifecycleEventType.Disconnected);
        Assert.Equal(reason, disconnect.DisconnectReason);
    }
}
