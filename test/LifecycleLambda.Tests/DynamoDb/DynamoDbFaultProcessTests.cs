namespace LifecycleLambda.Tests.DynamoDb;

/// <summary>The same faults on the real process and over TLS, one after the other, and those of the connection itself.</summary>
public sealed class DynamoDbFaultProcessTests(EngineFixture engine) : TableTest(engine)
{
    /// <summary>Some faults last longer: these are cut short by the deadline, as a throttled table is in AWS Lambda.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Every_fault_is_answered_or_reported_without_credentials_or_personal_data_and_the_next_event_is_served()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var proxy = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);
        await using var function = await StartAsync(Table.Name, proxy.Endpoint, new KeyValuePair<string, string>("SSL_CERT_FILE", authority.File));
        foreach (var (fault, faults) in DynamoDbFaultCases.All)
        {
            proxy.Set(faults);
            var result = await function.InvokeAsync(Connected(1, client: fault).ToJson(), Timeout);
            Assert.True(result.Succeeded || result.ErrorType is "PresenceTableException", $"{fault}: {result.ErrorType}");
            Secrets.AssertNoneIn(Encoding.UTF8.GetString(result.Body.Span));
        }

        proxy.Set(DynamoDbFault.None);
        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1, client: "the next event")));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.Equal(DynamoDbFaultCases.All.Count + 1, function.Lines.Count(line => line.Contains("\"outcome\"", StringComparison.Ordinal)));
        Assert.All(function.Lines, Secrets.AssertNoneIn);
    }

    [Theory]
    [InlineData("a certificate that is not trusted", "DynamoDB could not be reached (SecureConnectionError)")]
    [InlineData("no TLS", "DynamoDB could not be reached (SecureConnectionError)")]
    [InlineData("refused", "DynamoDB could not be reached (ConnectionError)")]
    [InlineData("no credentials", "there are no credentials")]
    public async Task Connection_that_fails_is_a_reported_error(string fault, string expected)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var untrusted = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);
        var endpoint = fault switch
        {
            "a certificate that is not trusted" => untrusted.Endpoint,
            "no TLS" => new Uri($"https://{Engine.Endpoint.Authority}"),
            "refused" => new Uri("http://127.0.0.1:0"),
            _ => Engine.Endpoint,
        };
        KeyValuePair<string, string>[] noCredentials =
        [
            .. Secrets.Credentials().Select(variable => new KeyValuePair<string, string>(variable.Key, "")),
            new("AWS_EC2_METADATA_DISABLED", "true"),
            new("HOME", AppContext.BaseDirectory),
        ];

        await using var function = await StartAsync("presence", endpoint, fault is "no credentials" ? noCredentials : []);
        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Equal("PresenceTableException", result.ErrorType);
        Assert.Contains(expected, result.ErrorMessage, StringComparison.Ordinal);
        Assert.All([result.ErrorMessage!, .. function.Lines], Secrets.AssertNoneIn);
        Assert.Equal(0, untrusted.Requests);
    }

    private static Task<FunctionUnderTest> StartAsync(string tableName, Uri endpoint, params KeyValuePair<string, string>[] variables) =>
        FunctionUnderTest.StartAsync(
            new EngineConnection(endpoint, tableName), [.. Secrets.Credentials(), new("AWS_LAMBDA_LOG_LEVEL", "TRACE"), .. variables]);
}
