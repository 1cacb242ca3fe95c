using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Exceptions;

namespace LifecycleLambda.Tests.Local.Broker;

public sealed class TlsListenerTests(EngineFixture engine, TestCertificates certificates) : IClassFixture<TestCertificates>
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Principal_is_the_SHA_256_of_the_client_certificate(SslProtocols version)
    {
        await using var broker = await StartAsync();
        using var certificate = certificates.Device("device");

        await broker.ConnectAsync("device", configure: Tls(broker, certificate, version));

        await broker.NextAsync();
        var item = await broker.Table.GetAsync("device");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)), item!["principalIdentifier"].S);
    }

    [Fact]
    public async Task Client_without_a_certificate_is_rejected()
    {
        await using var broker = await StartAsync();

        await AssertRejectedAsync(broker, Tls(broker, null), "it has no certificate");
    }

    [Fact]
    public async Task Client_with_a_certificate_of_another_CA_is_rejected()
    {
        await using var broker = await StartAsync();
        using var others = new TestCertificates();
        using var certificate = others.Device("device");

        await AssertRejectedAsync(broker, Tls(broker, certificate), "its certificate is from another CA");
    }

    [Fact]
    public async Task Client_without_TLS_is_rejected()
    {
        await using var broker = await StartAsync();

        await AssertRejectedAsync(
            broker, options => options.WithTcpServer("127.0.0.1", broker.Run.Ports.Tls!.Value), "it doesn't use TLS");
    }

    [Fact]
    public async Task Silent_connection_blocks_no_other_client()
    {
        await using var broker = await StartAsync();
        using var certificate = certificates.Device("device");
        using var silent = new TcpClient();
        await silent.ConnectAsync("127.0.0.1", broker.Run.Ports.Tls!.Value, Cancellation);

        await broker.ConnectAsync("device", configure: Tls(broker, certificate));

        Assert.Equal("device", (await broker.NextAsync()).ClientId);
    }

    [Fact]
    public async Task Client_that_comes_back_with_TLS_is_one_takeover()
    {
        await using var broker = await StartAsync();
        using var certificate = certificates.Device("device");
        await broker.ConnectSilentAsync("device", keepAlive: 60);
        await broker.NextAsync();

        await broker.ConnectAsync("device", configure: Tls(broker, certificate));

        LifecycleEvent[] events = [await broker.NextAsync(), await broker.NextAsync()];
        Assert.Equal(["DUPLICATE_CLIENTID"], events.Select(lifecycleEvent => lifecycleEvent.DisconnectReason).OfType<string>());
        Assert.Equal("connected", (await broker.Table.GetAsync("device"))!["eventType"].S);
    }

    private Task<BrokerUnderTest> StartAsync() =>
        BrokerUnderTest.StartAsync(engine, ports: ports => ports with { Tls = 0, Certificates = certificates.Open() });

    private Action<MqttClientOptionsBuilder> Tls(
        BrokerUnderTest broker, X509Certificate2? certificate, SslProtocols version = SslProtocols.None)
    {
        var ca = X509CertificateLoader.LoadCertificateFromFile(certificates.Open().Device("device").Ca);
        return options => options.WithTcpServer("127.0.0.1", broker.Run.Ports.Tls!.Value).WithTlsOptions(tls => tls
            .WithTrustChain([ca])
            .WithRevocationMode(X509RevocationMode.NoCheck)
            .WithSslProtocols(version)
            .WithClientCertificates(certificate is null ? [] : [certificate]));
    }

    private static async Task AssertRejectedAsync(BrokerUnderTest broker, Action<MqttClientOptionsBuilder> configure, string reason)
    {
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => broker.ConnectAsync("rejected", configure: configure));

        Assert.StartsWith($"Rejected a TLS client: {reason}", await broker.Log.Reader.ReadAsync(Cancellation), StringComparison.Ordinal);
        await broker.Run.EndAsync();
        Assert.Empty(await broker.Table.ReadAsync());
    }
}
