using System.Collections.Concurrent;
using System.Net.Sockets;
using LifecycleLambda.DynamoDb;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class DynamoDbConnectionTests(EngineFixture engine) : TableTest(engine)
{
    private readonly ConcurrentQueue<(string Request, Socket Socket)> _requests = new();

    [Fact]
    public async Task Writes_use_the_connection_that_the_warm_up_opened()
    {
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint);
        Watch(dynamoDb);
        using var connection = Connect(dynamoDb);

        Assert.Null(await connection.WarmUpAsync(LongestWait));
        await connection.Client.PutItemAsync(Table.Name, new() { ["clientId"] = new("first") }, Cancellation);
        await connection.Client.PutItemAsync(Table.Name, new() { ["clientId"] = new("second") }, Cancellation);

        Assert.Equal(["unsigned GET /", "signed POST /", "signed POST /"], _requests.Select(sent => sent.Request));
        Assert.Single(_requests.Select(sent => sent.Socket).Distinct());
    }

    [Fact]
    public async Task Warm_up_accepts_any_response()
    {
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint);
        dynamoDb.WarmUp = DynamoDbFault.Answer(500, "");
        using var connection = Connect(dynamoDb);

        Assert.Null(await connection.WarmUpAsync(LongestWait));
    }

    [Fact]
    public async Task Warm_up_without_a_response_is_cancelled()
    {
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint);
        dynamoDb.WarmUp = DynamoDbFault.Silence;
        using var connection = Connect(dynamoDb);

        Assert.IsAssignableFrom<OperationCanceledException>(await connection.WarmUpAsync());
    }

    [Theory]
    [InlineData("DEBUG", 3)]
    [InlineData("INFO", 2)]
    public async Task Broken_warm_up_is_logged_at_level_DEBUG(string level, int lines)
    {
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint);
        dynamoDb.WarmUp = DynamoDbFault.Reset;
        await using var function = await StartAsync(dynamoDb, new KeyValuePair<string, string>("AWS_LAMBDA_LOG_LEVEL", level));

        // The first event opens the connection.
        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1)));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());

        Assert.Equal(lines, function.Lines.Count);
        Assert.All(
            function.Lines.Skip(1).SkipLast(1),
            line => Assert.Contains("The connection to DynamoDB is not open yet", line, StringComparison.Ordinal));
    }

    // The program that AWS Lambda starts the function with sets SSL_CERT_FILE to an empty file.
    [Fact]
    public async Task Process_trusts_the_CA_certificates_in_SSL_CERT_DIR()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);
        await using var function = await StartAsync(dynamoDb, new("SSL_CERT_FILE", "/dev/null"), new("SSL_CERT_DIR", authority.Folder));

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1)));
    }

    [Fact]
    public async Task Connection_that_was_closed_while_the_sandbox_was_frozen_is_replaced()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);
        Watch(dynamoDb);
        await using var function = await StartAsync(dynamoDb, new KeyValuePair<string, string>("SSL_CERT_FILE", authority.File));
        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1)));
        var first = _requests.Last().Socket;
        _requests.Clear();

        function.Signal("STOP");
        first.Shutdown(SocketShutdown.Both);
        function.Signal("CONT");

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Disconnected(1)));
        var (request, socket) = Assert.Single(_requests);
        Assert.Equal("signed POST /", request);
        Assert.NotEqual(first, socket);
    }

    private DynamoDbConnection Connect(FaultyDynamoDb dynamoDb) =>
        new(Settings.Read(new EngineConnection(dynamoDb.Endpoint, Table.Name).FunctionEnvironment().ToDictionary().GetValueOrDefault));

    /// <summary>Records each request before it is forwarded.</summary>
    private void Watch(FaultyDynamoDb dynamoDb)
    {
        dynamoDb.WarmUp = Recorded(exchange => exchange.Context.Response.WriteAsync("healthy"));
        dynamoDb.Set(Recorded(DynamoDbFault.None.ApplyAsync));

        DynamoDbFault Recorded(Func<DynamoDbExchange, Task> respondAsync) => new(exchange =>
        {
            var request = exchange.Context.Request;
            var signed = request.Headers.Authorization.Count is 0 ? "unsigned" : "signed";
            var socket = exchange.Context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
            _requests.Enqueue(($"{signed} {request.Method} {request.Path}", socket));
            return respondAsync(exchange);
        });
    }

    private Task<FunctionUnderTest> StartAsync(FaultyDynamoDb dynamoDb, params KeyValuePair<string, string>[] variables) =>
        FunctionUnderTest.StartAsync(new EngineConnection(dynamoDb.Endpoint, Table.Name), variables);
}
