namespace LifecycleLambda.Tests.DynamoDb;

public sealed class DynamoDbFaultProcessTests(EngineFixture engine) : TableTest(engine)
{
    /// <summary>The timeout of an invocation. Some faults last longer, so that the deadline ends them.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task No_fault_reveals_a_secret()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);
        await using var function = await StartAsync(dynamoDb.Endpoint, new KeyValuePair<string, string>("SSL_CERT_FILE", authority.File));
        foreach (var (fault, faults) in DynamoDbFaultCases.All)
        {
            dynamoDb.Set(faults);
            var result = await function.InvokeAsync(Connected(1, client: fault).ToJson(), Timeout);
            Secrets.AssertNoneIn(Encoding.UTF8.GetString(result.Body.Span));
        }

        dynamoDb.Set(DynamoDbFault.None);
        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1, client: "the next event")));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        var outcomes = function.Lines.Count(line => line.Contains("\"outcome\"", StringComparison.Ordinal));
        Assert.Equal(DynamoDbFaultCases.All.Count + 1, outcomes);
        Assert.All(function.Lines, Secrets.AssertNoneIn);
    }

    [Fact]
    public async Task Untrusted_certificate_is_reported()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);

        await AssertReportedAsync("DynamoDB could not be reached (SecureConnectionError)", dynamoDb.Endpoint);

        Assert.Equal(0, dynamoDb.Requests);
    }

    [Fact]
    public Task Endpoint_without_TLS_is_reported() =>
        AssertReportedAsync("DynamoDB could not be reached (SecureConnectionError)", new Uri($"https://{Engine.Endpoint.Authority}"));

    [Fact]
    public Task Refused_connection_is_reported() =>
        AssertReportedAsync("DynamoDB could not be reached (ConnectionError)", new Uri("http://127.0.0.1:0"));

    [Fact]
    public Task Missing_credentials_are_reported() => AssertReportedAsync(
        "there are no credentials",
        Engine.Endpoint,
        [
            .. Secrets.Credentials().Select(variable => KeyValuePair.Create(variable.Key, "")),
            new("AWS_EC2_METADATA_DISABLED", "true"),
            new("HOME", AppContext.BaseDirectory),
        ]);

    private async Task AssertReportedAsync(string message, Uri endpoint, params KeyValuePair<string, string>[] variables)
    {
        await using var function = await StartAsync(endpoint, variables);

        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Equal("PresenceTableException", result.ErrorType);
        Assert.Contains(message, result.ErrorMessage, StringComparison.Ordinal);
        Assert.All([result.ErrorMessage!, .. function.Lines], Secrets.AssertNoneIn);
    }

    private Task<FunctionUnderTest> StartAsync(Uri endpoint, params KeyValuePair<string, string>[] variables) =>
        FunctionUnderTest.StartAsync(
            new EngineConnection(endpoint, Table.Name), [.. Secrets.Credentials(), new("AWS_LAMBDA_LOG_LEVEL", "TRACE"), .. variables]);
}
