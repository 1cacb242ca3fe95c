using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
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

    private Task<FunctionUnderTest> FunctionAsync(string tableName, string endpoint) => FunctionUnderTest.StartAsync(
    [
        .. FakeCredentials.Variables(),
        new("PRESENCE_TABLE_NAME", tableName),
        new("AWS_REGION", "us-east-1"),
        new("AWS_ENDPOINT_URL_DYNAMODB", endpoint),
        new("SSL_CERT_FILE", _authority.File),
    ]);
}
