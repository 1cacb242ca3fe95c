using System.Collections.Concurrent;
using System.Net.Sockets;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Hosting;

/// <summary>The connection to DynamoDB of the real process: it is opened before the first event, kept, and replaced once it was closed.</summary>
[Collection(Alone.Name)]
public sealed class ConnectionTests(EngineFixture engine) : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly ConcurrentQueue<(string Method, string Connection)> _requests = new();
    private TestTable _table = null!;

    public async ValueTask InitializeAsync() => _table = await engine.CreateTableAsync();

    public ValueTask DisposeAsync()
    {
        _authority.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("an authority in SSL_CERT_FILE")]
    [InlineData("the launcher's empty SSL_CERT_FILE, and an authority in a directory of SSL_CERT_DIR")]
    public async Task The_first_write_goes_out_on_the_connection_that_the_start_opened(string trust)
    {
        using var certificate = trust is "plain" ? null : _authority.IssueServer();
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);
        Watch(dynamoDb);
        var empty = Path.Combine(_authority.Folder, "empty");
        await File.WriteAllTextAsync(empty, "", TestContext.Current.CancellationToken);
        KeyValuePair<string, string>[] variables = trust switch
        {
            "plain" => [],
            "an authority in SSL_CERT_FILE" => [new("SSL_CERT_FILE", _authority.File)],
            _ => [new("SSL_CERT_FILE", empty), new("SSL_CERT_DIR", _authority.Folder)],
        };

        // A start whose second was over before a busy machine had opened the connection says so, and does not count.
        var attempt = 1;
        while (await DeliverTwiceAsync(dynamoDb, variables, attempt) is not [] && attempt < 5)
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
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(engine.Endpoint);
        dynamoDb.WarmUp = warmUp switch
        {
            "broken" => DynamoDbFault.Reset,
            "silent" => DynamoDbFault.Silence,
            _ => DynamoDbFault.Answer(500, ""),
        };
        await using var function = await StartAsync(dynamoDb, [new("AWS_LAMBDA_LOG_LEVEL", level)]);

        Assert.Equal(Outcome.Applied, await DeliverAsync(function, Connected(1)));

        Assert.Equal(1, dynamoDb.Requests);
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.Equal(lines, function.Lines.Count(IsAboutTheConnection));
        Assert.Equal(lines + 1, function.Lines.Count);
    }

    [Fact]
    public async Task Start_goes_on_where_the_connection_is_refused_and_the_first_event_opens_it()
    {
        // A port that is bound and does not listen refuses connections.
        using var port = new Socket(SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var endpoint = new Uri($"http://{port.LocalEndPoint}");
        await using var function = await FunctionUnderTest.StartAsync(
            [.. new EngineConnection(endpoint, _table.Name).FunctionEnvironment(), new("AWS_LAMBDA_LOG_LEVEL", "DEBUG")]);
        await function.RuntimeApi.Idle.WaitAsync(TestContext.Current.CancellationToken);

        port.Listen();
        var relaying = RelayAsync(port, engine.Endpoint);

        Assert.Equal(Outcome.Applied, await DeliverAsync(function, Connected(1)));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.Single(function.Lines, IsAboutTheConnection);
        await relaying;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_that_was_closed_while_the_sandbox_was_frozen_costs_no_invocation(bool isEncrypted)
    {
        using var certificate = isEncrypted ? _authority.IssueServer() : null;
        await using var dynamoDb = await FaultyDynamoDb.StartAsync(engine.Endpoint, certificate);
        Socket? connection = null;
        Watch(dynamoDb, context => connection = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket);
        await using var function = await StartAsync(dynamoDb, isEncrypted ? [new("SSL_CERT_FILE", _authority.File)] : []);
        Assert.Equal(Outcome.Applied, await DeliverAsync(function, Connected(1)));
        var first = _requests.Last().Connection;
        _requests.Clear();

        function.Signal("STOP");
        connection!.Shutdown(SocketShutdown.Both);
        function.Signal("CONT");

        Assert.Equal(Outcome.Applied, await DeliverAsync(function, Disconnected(1)));
        var (method, onConnection) = Assert.Single(_requests);
        Assert.Equal("signed POST /", method);
        Assert.NotEqual(first, onConnection);
    }

    /// <summary>Notes each request, and lets it through.</summary>
    private void Watch(FaultyDynamoDb dynamoDb, Action<HttpContext>? see = null)
    {
        dynamoDb.WarmUp = new(exchange =>
        {
            Note(exchange);
            return exchange.Context.Response.WriteAsync("healthy");
        });
        dynamoDb.Set(new DynamoDbFault(exchange =>
        {
            Note(exchange);
            return DynamoDbFault.None.ApplyAsync(exchange);
        }));

        void Note(DynamoDbExchange exchange)
        {
            var request = exchange.Context.Request;
            var signed = request.Headers.Authorization.Count is 0 ? "unsigned" : "signed";
            _requests.Enqueue(($"{signed} {request.Method} {request.Path}", exchange.Context.Connection.Id));
            see?.Invoke(exchange.Context);
        }
    }

    private Task<FunctionUnderTest> StartAsync(FaultyDynamoDb dynamoDb, params KeyValuePair<string, string>[] variables) =>
        FunctionUnderTest.StartAsync([.. new EngineConnection(dynamoDb.Endpoint, _table.Name).FunctionEnvironment(), .. variables]);

    /// <summary>Delivers two events to a process of their own.</summary>
    /// <returns>What it has to say about its connection.</returns>
    private async Task<List<string>> DeliverTwiceAsync(FaultyDynamoDb dynamoDb, KeyValuePair<string, string>[] variables, int version)
    {
        await using var function = await StartAsync(dynamoDb, [.. variables, new("AWS_LAMBDA_LOG_LEVEL", "DEBUG")]);
        Assert.Equal(Outcome.Applied, await DeliverAsync(function, Connected(version)));
        Assert.Equal(Outcome.Applied, await DeliverAsync(function, Disconnected(version)));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        return [.. function.Lines.Where(IsAboutTheConnection)];
    }

    private static bool IsAboutTheConnection(string line) => line.Contains("The connection to DynamoDB is not open yet", StringComparison.Ordinal);

    private static async Task<Outcome> DeliverAsync(FunctionUnderTest function, LifecycleEvent lifecycleEvent)
    {
        var result = await function.InvokeAsync(lifecycleEvent.ToJson());
        Assert.True(result.Succeeded, result.ErrorMessage);
        return OutcomeIn(result.Body);
    }

    /// <summary>Hands one connection on to the engine, until the function closes it.</summary>
    private static async Task RelayAsync(Socket port, Uri engine)
    {
        using var accepted = await port.AcceptAsync();
        using var onward = new TcpClient();
        await onward.ConnectAsync(engine.Host, engine.Port);
        await using var function = new NetworkStream(accepted);
        await Task.WhenAny(function.CopyToAsync(onward.GetStream()), onward.GetStream().CopyToAsync(function));
    }
}
