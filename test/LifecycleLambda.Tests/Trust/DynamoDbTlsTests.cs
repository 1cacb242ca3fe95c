using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Trust;

/// <summary>The function as its own process, and DynamoDB over TLS as in AWS.</summary>
public sealed class DynamoDbTlsTests(EngineFixture engine) : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Connection_is_open_before_there_is_an_event_and_serves_them_all()
    {
        var (table, proxy, function) = await StartAsync(_authority.IssueServer());
        await using var _ = proxy;
        await using var __ = function;
        await proxy.Connected.WaitAsync(FunctionUnderTest.Timeout, TestContext.Current.CancellationToken);
        Assert.Equal(0, proxy.Requests);

        for (var version = 1; version <= 3; version++)
        {
            Assert.Equal(Outcome.Applied, OutcomeIn((await function.InvokeAsync(Connected(version).ToJson())).Body));
        }

        Assert.Equal(1, proxy.Connections);
        Assert.Equal("3", (await table.GetAsync("device"))!["versionNumber"].N);
    }

    [Fact]
    public async Task Connection_that_breaks_is_opened_anew()
    {
        var (_, proxy, function) = await StartAsync(_authority.IssueServer());
        await using var _ = proxy;
        await using var __ = function;
        proxy.Set(DynamoDbFault.Reset, DynamoDbFault.None);

        Assert.Equal(Outcome.Applied, OutcomeIn((await function.InvokeAsync(Connected(1).ToJson())).Body));

        Assert.Equal(2, proxy.Connections);
    }

    [Fact]
    public async Task Connection_that_never_comes_is_given_up_for_another()
    {
        await using var dynamoDb = new DeafThenTls(_authority.IssueServer());
        await using var function = await FunctionAsync("presence", dynamoDb.Endpoint);

        Assert.Equal(Outcome.Applied, OutcomeIn((await function.InvokeAsync(Connected(1).ToJson())).Body));
    }

    [Fact]
    public async Task Batch_is_written_over_as_many_connections_as_it_takes()
    {
        var (table, proxy, function) = await StartAsync(_authority.IssueServer());
        await using var _ = proxy;
        await using var __ = function;

        var answer = await function.InvokeAsync(Bodies.Batch(Enumerable.Range(0, 10).Select(i => Bodies.Event(Connected(i, client: $"c{i}")))));

        Assert.Equal("""{"batchItemFailures":[]}""", System.Text.Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Equal(10, (await table.ItemsAsync()).Count);
        Assert.InRange(proxy.Connections, 1, 10);
    }

    [Fact]
    public async Task Request_arrives_as_it_was_signed()
    {
        var (_, proxy, function) = await StartAsync(_authority.IssueServer());
        await using var _ = proxy;
        await using var __ = function;
        var expected = "";
        var actual = "no request";
        proxy.Set(new DynamoDbFault(async exchange =>
        {
            (expected, actual) = (AwsSignature.Of(exchange), $"{exchange.Context.Request.Headers.Authorization}");
            await DynamoDbFault.None.ApplyAsync(exchange);
        }));

        await function.InvokeAsync(Connected(1).ToJson());

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Nothing_is_fetched_for_a_certificate_that_names_its_issuers()
    {
        using var issuer = new TcpListener(IPAddress.Loopback, 0);
        issuer.Start();
        using var certificate = _authority.IssueServer(new Uri($"http://{issuer.LocalEndpoint}/issuer.cer"));
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);
        await using var function = await FunctionAsync("presence", proxy.Endpoint.ToString(), ("SSL_CERT_FILE", ""));

        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Contains("DynamoDB could not be reached (SecureConnectionError)", result.ErrorMessage, StringComparison.Ordinal);
        Assert.False(issuer.Pending());
    }

    [Fact]
    public async Task Amazons_authorities_are_what_the_process_reads_first()
    {
        await using var function = await FunctionAsync("presence", "", ("SSL_CERT_FILE", ""));
        // It runs, once it has refused an event.
        Assert.Equal("InvalidLifecycleEventException", (await function.InvokeAsync(Utf8("{}"))).ErrorType);

        var file = Assert.Single(
            Directory.GetFiles($"/proc/{function.Process.Id}/fd"),
            descriptor => new FileInfo(descriptor).LinkTarget?.Contains("amazon-root-certificates", StringComparison.Ordinal) is true);
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(5, certificates.Count);
    }

    [Fact]
    public async Task Proxy_is_asked_where_there_is_one()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        await using var function = await FunctionAsync("presence", "", ("HTTPS_PROXY", $"http://{proxy.LocalEndpoint}"));
        var result = function.InvokeAsync(Connected(1).ToJson());

        using var client = await proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var request = new StreamReader(client.GetStream());

        Assert.Equal("CONNECT dynamodb.us-east-1.amazonaws.com:443 HTTP/1.1", await request.ReadLineAsync(TestContext.Current.CancellationToken));
        client.Close();
        proxy.Stop();
        Assert.Equal("PresenceTableException", (await result).ErrorType);
    }

    [Fact]
    public async Task Name_that_is_not_the_servers_is_refused()
    {
        var (_, proxy, function) = await StartAsync(_authority.IssueServer(), host: "localhost");
        await using var _ = proxy;
        await using var __ = function;

        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Contains("DynamoDB could not be reached (SecureConnectionError)", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, proxy.Requests);
    }

    [Fact]
    public async Task Certificate_that_has_expired_is_refused()
    {
        var (_, proxy, function) = await StartAsync(_authority.IssueExpired());
        await using var _ = proxy;
        await using var __ = function;

        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Contains("DynamoDB could not be reached (SecureConnectionError)", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, proxy.Requests);
    }

    private async Task<(TestTable Table, FaultyDynamoDb Proxy, FunctionUnderTest Function)> StartAsync(
        X509Certificate2 certificate, string host = "127.0.0.1")
    {
        var table = await engine.CreateTableAsync();
        var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);
        return (table, proxy, await FunctionAsync(table.Name, $"https://{host}:{proxy.Endpoint.Port}"));
    }

    private Task<FunctionUnderTest> FunctionAsync(
        string tableName, string endpoint, params (string Name, string Value)[] variables) => FunctionUnderTest.StartAsync(
    [
        .. FakeCredentials.Variables(),
        new("PRESENCE_TABLE_NAME", tableName),
        new("AWS_REGION", "us-east-1"),
        new("AWS_ENDPOINT_URL_DYNAMODB", endpoint),
        new("SSL_CERT_FILE", _authority.File),
        // Not this machine's own.
        new("SSL_CERT_DIR", ""),
        .. variables.Select(variable => new KeyValuePair<string, string>(variable.Name, variable.Value)),
    ]);
}
