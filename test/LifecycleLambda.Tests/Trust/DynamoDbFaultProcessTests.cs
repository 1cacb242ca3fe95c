using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Trust;

/// <summary>The same faults on the real process and over TLS, one after the other, and those of the connection itself.</summary>
public sealed class DynamoDbFaultProcessTests(EngineFixture engine)
{
    /// <summary>Some faults last longer: these are cut short by the deadline, as a throttled table is in AWS Lambda.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Every_fault_is_answered_or_reported_without_credentials_or_personal_data_and_the_next_event_is_served()
    {
        var table = await engine.CreateTableAsync();
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);
        await using var function = await StartAsync(table.Name, proxy.Endpoint, ("SSL_CERT_FILE", authority.File));
        var said = new List<string>();
        foreach (var row in DynamoDbFaultCases.All)
        {
            proxy.Set(row.Faults);
            var result = await function.InvokeAsync(Connected(1, client: row.Fault).ToJson(), Timeout);
            Assert.True(result.Succeeded || result.ErrorType is "PresenceTableException", $"{row.Fault}: {result.ErrorType}");
            said.Add(System.Text.Encoding.UTF8.GetString(result.Body.Span));
        }

        proxy.Set(DynamoDbFault.None);
        Assert.Equal(Outcome.Applied, OutcomeIn((await function.InvokeAsync(Connected(1, client: "the next event").ToJson())).Body));
        function.Terminate();
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.Equal(DynamoDbFaultCases.All.Count + 1, function.Lines.Count);
        Assert.All([.. function.Lines, .. said], AssertKeepsItToItself);
    }

    [Fact]
    public async Task Certificate_that_is_not_trusted_is_a_reported_error()
    {
        using var certificate = SelfSigned.Create();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);
        await using var function = await StartAsync("presence", proxy.Endpoint);

        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Contains("DynamoDB could not be reached (SecureConnectionError)", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, proxy.Requests);
        Assert.All(function.Lines, AssertKeepsItToItself);
    }

    [Fact]
    public async Task Endpoint_that_speaks_no_tls_is_a_reported_error()
    {
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);
        await using var function = await StartAsync("presence", new Uri($"https://{proxy.Endpoint.Authority}"));

        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Contains("DynamoDB could not be reached (SecureConnectionError)", result.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_credentials_are_a_reported_error_that_says_so()
    {
        await using var function = await FunctionUnderTest.StartAsync(
        [
            new("PRESENCE_TABLE_NAME", "presence"), new("AWS_REGION", "us-east-1"), new("AWS_ENDPOINT_URL_DYNAMODB", engine.Endpoint.ToString()),
            new("AWS_EC2_METADATA_DISABLED", "true"), new("HOME", AppContext.BaseDirectory),
        ]);

        var result = await function.InvokeAsync(Connected(1).ToJson());

        Assert.Contains("credentials", result.ErrorMessage, StringComparison.Ordinal);
    }

    private static Task<FunctionUnderTest> StartAsync(
        string tableName, Uri endpoint, params (string Name, string Value)[] variables) => FunctionUnderTest.StartAsync(
    [
        .. variables.Select(variable => new KeyValuePair<string, string>(variable.Name, variable.Value)),
        .. FakeCredentials.Variables(),
        new("PRESENCE_TABLE_NAME", tableName),
        new("AWS_REGION", "us-east-1"),
        new("AWS_ENDPOINT_URL_DYNAMODB", endpoint.ToString()),
        new("AWS_LAMBDA_LOG_LEVEL", "TRACE"),
    ]);

    private static void AssertKeepsItToItself(string text)
    {
        FakeCredentials.AssertNotIn(text);
        Assert.DoesNotContain("principal", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ipAddress", text, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.1", text, StringComparison.Ordinal);
    }
}
