using System.Text;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>The same faults on the real process and over TLS, one after the other, and those of the connection itself.</summary>
public sealed class DynamoDbFaultProcessTests(EngineFixture engine) : IDisposable
{
    /// <summary>Some faults last longer: these are cut short by the deadline, as a throttled table is in AWS Lambda.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Every_fault_is_answered_or_reported_without_credentials_or_personal_data_and_the_next_event_is_served()
    {
        var table = await engine.CreateTableAsync();
        using var certificate = _authority.IssueServer();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);
        await using var function = await StartAsync(table.Name, proxy.Endpoint, new KeyValuePair<string, string>("SSL_CERT_FILE", _authority.File));
        var said = new List<string>();
        foreach (var row in DynamoDbFaultCases.All)
        {
            proxy.Set(row.Faults);
            var result = await function.InvokeAsync(Connected(1, client: row.Fault).ToJson(), Timeout);
            Assert.True(result.Succeeded || result.ErrorType is "PresenceTableException", $"{row.Fault}: {result.ErrorType}");
            said.Add(Encoding.UTF8.GetString(result.Body.Span));
        }

        proxy.Set(DynamoDbFault.None);
        Assert.Equal(Outcome.Applied, OutcomeIn((await function.InvokeAsync(Connected(1, client: "the next event").ToJson())).Body));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.Equal(DynamoDbFaultCases.All.Count + 1, function.Lines.Count(line => line.Contains("\"outcome\"", StringComparison.Ordinal)));
        Assert.All([.. function.Lines, .. said], Secrets.AssertNoneIn);
    }

    [Fact]
    public async Task Certificate_that_is_not_trusted_is_a_reported_error()
    {
        using var certificate = _authority.IssueServer();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);

        Assert.Contains("DynamoDB could not be reached (SecureConnectionError)", await ErrorAsync(proxy.Endpoint), StringComparison.Ordinal);
        Assert.Equal(0, proxy.Requests);
    }

    [Fact]
    public async Task Endpoint_that_speaks_no_tls_is_a_reported_error() => Assert.Contains(
        "DynamoDB could not be reached (SecureConnectionError)", await ErrorAsync(new Uri($"https://{engine.Endpoint.Authority}")), StringComparison.Ordinal);

    [Fact]
    public async Task Endpoint_that_refuses_the_connection_is_a_reported_error()
    {
        using var closed = new SilentServer();
        closed.Dispose();

        Assert.Contains("DynamoDB could not be reached (ConnectionError)", await ErrorAsync(closed.Endpoint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_that_is_silent_past_the_deadline_is_a_reported_error()
    {
        using var silent = new SilentServer();

        Assert.Contains("before the invocation's deadline", await ErrorAsync(silent.Endpoint, Timeout), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_credentials_are_a_reported_error_that_says_so()
    {
        KeyValuePair<string, string>[] noCredentials =
        [
            .. Secrets.Credentials().Select(variable => new KeyValuePair<string, string>(variable.Key, "")),
            new("AWS_EC2_METADATA_DISABLED", "true"),
            new("HOME", AppContext.BaseDirectory),
        ];

        Assert.Contains("there are no credentials", await ErrorAsync(engine.Endpoint, variables: noCredentials), StringComparison.Ordinal);
    }

    /// <summary>What the function reports of an event that it cannot write.</summary>
    private static async Task<string> ErrorAsync(Uri endpoint, TimeSpan? timeout = null, params KeyValuePair<string, string>[] variables)
    {
        await using var function = await StartAsync("presence", endpoint, variables);
        var result = await function.InvokeAsync(Connected(1).ToJson(), timeout);
        Assert.Equal("PresenceTableException", result.ErrorType);
        Assert.All([result.ErrorMessage!, .. function.Lines], Secrets.AssertNoneIn);
        return result.ErrorMessage!;
    }

    private static Task<FunctionUnderTest> StartAsync(string tableName, Uri endpoint, params KeyValuePair<string, string>[] variables) =>
        FunctionUnderTest.StartAsync(
        [
            .. Secrets.Credentials(),
            new("PRESENCE_TABLE_NAME", tableName),
            new("AWS_REGION", "us-east-1"),
            new("AWS_ENDPOINT_URL_DYNAMODB", endpoint.ToString()),
            new("AWS_LAMBDA_LOG_LEVEL", "TRACE"),
            .. variables,
        ]);
}
