using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LifecycleLambda.Tests.DynamoDb;

/// <summary>
/// The connection to DynamoDB of the real process: it is opened before the first event, kept, and replaced once it was closed. Beside no
/// other test: a start has one second to open it, and a processor that is busy with others does not give it that.
/// </summary>
[Collection(nameof(DynamoDbConnectionTests))]
[CollectionDefinition(nameof(DynamoDbConnectionTests), DisableParallelization = true)]
public sealed class DynamoDbConnectionTests(EngineFixture engine) : TableTest(engine)
{
    private readonly ConcurrentQueue<(string Method, Socket Connection)> _requests = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("an authority in SSL_CERT_FILE")]
    [InlineData("the launcher's empty SSL_CERT_FILE, and an authority in a directory of SSL_CERT_DIR")]
    public async Task The_first_write_goes_out_on_the_connection_that_the_start_opened(string trust)
    {
        using var authority = new TestAuthority();
        using var certificate = trust is "plain" ? null : authority.IssueServer();
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);
        Watch(dynamoDb);
        var empty = Path.Combine(authority.Folder, "empty");
        await File.WriteAllTextAsync(empty, "", Cancellation);
        KeyValuePair<string, string>[] variables = trust switch
        {
            "plain" => [],
            "an authority in SSL_CERT_FILE" => [new("SSL_CERT_FILE", authority.File)],
            _ => [new("SSL_CERT_FILE", empty), new("SSL_CERT_DIR", authority.Folder)],
        };

        // A start whose second was over before a busy machine had opened the connection says so, and does not count.
        var attempt = 1;
        while (await DeliverTwiceAsync(dynamoDb, attempt, variables) is not [] && attempt < 5)
        {
            _requests.Clear();
            attempt++;
        }

        Assert.Equal(["unsigned GET /", "signed POST /", "signed POST /"], _requests.Select(request => request.Method));
        Assert.Single(_requests.Select(request => request.Connection).Distinct());
    }

    [Theory]
    [InlineData("broken", "DEBUG", 1)]
    [InlineData("broken", "INFO", 0)]
    [InlineData("silent", "DEBUG", 1)]
    [InlineData("answered 500", "INFO", 0)]
    public async Task Start_goes_on_without_the_connection_and_the_first_event_opens_it(string warmUp, string level, int lines)
    {
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint);
        dynamoDb.WarmUp = warmUp switch
        {
            "broken" => DynamoDbFault.Reset,
            "silent" => DynamoDbFault.Silence,
            _ => DynamoDbFault.Answer(500, ""),
        };

        Assert.Equal(lines, (await DeliverTwiceAsync(dynamoDb, 1, new KeyValuePair<string, string>("AWS_LAMBDA_LOG_LEVEL", level))).Count);
        Assert.Equal(2, dynamoDb.Requests);
    }

    [Fact]
    public async Task Connection_that_was_closed_while_the_sandbox_was_frozen_costs_no_invocation()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(Engine.Endpoint, certificate);
        Watch(dynamoDb);
        await using var function = await StartAsync(dynamoDb, new KeyValuePair<string, string>("SSL_CERT_FILE", authority.File));
        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1)));
        var first = _requests.Last().Connection;
        _requests.Clear();

        function.Signal("STOP");
        first.Shutdown(SocketShutdown.Both);
        function.Signal("CONT");

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Disconnected(1)));
        var (method, onConnection) = Assert.Single(_requests);
        Assert.Equal("signed POST /", method);
        Assert.NotEqual(first, onConnection);
    }

    /// <summary>Notes each request, and lets it through.</summary>
    private void Watch(FaultyDynamoDb dynamoDb)
    {
        dynamoDb.WarmUp = Noted(exchange => exchange.Context.Response.WriteAsync("healthy"));
        dynamoDb.Set(Noted(DynamoDbFault.None.ApplyAsync));

        DynamoDbFault Noted(Func<DynamoDbExchange, Task> answerAsync) => new(exchange =>
        {
            var request = exchange.Context.Request;
            var signed = request.Headers.Authorization.Count is 0 ? "unsigned" : "signed";
            var connection = exchange.Context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
            _requests.Enqueue(($"{signed} {request.Method} {request.Path}", connection));
            return answerAsync(exchange);
        });
    }

    private Task<FunctionUnderTest> StartAsync(FaultyDynamoDb dynamoDb, params KeyValuePair<string, string>[] variables) =>
        FunctionUnderTest.StartAsync(new EngineConnection(dynamoDb.Endpoint, Table.Name), [new("AWS_LAMBDA_LOG_LEVEL", "DEBUG"), .. variables]);

    /// <summary>Delivers two events to a process of their own.</summary>
    /// <returns>What it has to say beside what became of them: that its connection is not open.</returns>
    private async Task<List<string>> DeliverTwiceAsync(FaultyDynamoDb dynamoDb, int version, params KeyValuePair<string, string>[] variables)
    {
        await using var function = await StartAsync(dynamoDb, variables);
        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(version)));
        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Disconnected(version)));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        List<string> others = [.. function.Lines.Where(line => !line.Contains("\"outcome\"", StringComparison.Ordinal))];
        Assert.All(others, line => Assert.Contains("The connection to DynamoDB is not open yet", line, StringComparison.Ordinal));
        return others;
    }
}
