using System.Net;
using System.Net.Sockets;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Tests.DynamoDb;

/// <summary>Checks that the function uses a proxy for AWS, but not for this machine.</summary>
public sealed class ProxyTests(EngineFixture engine) : TableTest(engine)
{
    [Theory]
    [InlineData("http://127.0.0.1:8000", true)]
    [InlineData("http://127.8.9.10", true)]
    [InlineData("http://[::1]:8000", true)]
    [InlineData("https://LOCALHOST", true)]
    [InlineData("https://excepted.example.com", true)]
    [InlineData("https://dynamodb.eu-central-1.amazonaws.com", false)]
    [InlineData("http://192.168.1.2:8000", false)]
    [InlineData("http://localhost.example.com", false)]
    public void Proxy_is_bypassed_for_loopback_addresses(string endpoint, bool isBypassed)
    {
        var proxy = new WebProxy("http://proxy:3128", BypassOnLocal: false, BypassList: [@"excepted\.example\.com"]);
        var bypass = new LoopbackBypass(proxy);

        Assert.Equal(isBypassed, bypass.IsBypassed(new Uri(endpoint)));
        Assert.Equal(isBypassed, bypass.GetProxy(new Uri(endpoint)) != proxy.Address);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Engine_on_this_machine_is_reached_without_the_proxy(string host)
    {
        using var proxy = Listen();
        var connection = Table.Connection with { Endpoint = new UriBuilder(Engine.Endpoint) { Host = host }.Uri };

        await using var function = await FunctionUnderTest.StartAsync(connection, Variables(proxy));

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1)));
        Assert.False(proxy.Pending());
    }

    // SAM sets empty endpoints in place of unset ones, so they must not stop the start-up.
    [Fact]
    public async Task AWS_is_reached_through_the_proxy()
    {
        using var proxy = Listen();
        KeyValuePair<string, string>[] aws =
            [new("AWS_ENDPOINT_URL_DYNAMODB", ""), new("AWS_ENDPOINT_URL", ""), new("AWS_REGION", "eu-central-1")];
        await using var function = await FunctionUnderTest.StartAsync(Table.Connection, [.. Variables(proxy), .. aws]);

        using var client = await proxy.AcceptTcpClientAsync(Cancellation);
        using var reader = new StreamReader(client.GetStream());

        Assert.Equal("CONNECT dynamodb.eu-central-1.amazonaws.com:443 HTTP/1.1", await reader.ReadLineAsync(Cancellation));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static KeyValuePair<string, string>[] Variables(TcpListener proxy) =>
        Array.ConvertAll(["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"], name => KeyValuePair.Create(name, $"http://{proxy.LocalEndpoint}"));
}
