using System.CommandLine;
using Amazon.DynamoDBv2;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Commands;

/// <summary>The engine with the table, and the functions. Disposing stops everything that was started.</summary>
internal sealed class LocalEnvironment : IAsyncDisposable
{
    private readonly LocalEngine? _engine;
    private readonly AmazonDynamoDBClient _client;

    private LocalEnvironment(LocalEngine? engine, EngineConnection connection)
    {
        _engine = engine;
        _client = connection.CreateClient();
        Connection = connection;
        Items = new PresenceItems(_client, connection.TableName);
    }

    internal EngineConnection Connection { get; }
    internal PresenceItems Items { get; }

    /// <summary>The function's timestamp tolerance. Function processes inherit the variable.</summary>
    /// <exception cref="SettingException">The variable is malformed.</exception>
    internal static TimeSpan TimestampTolerance => Settings.ReadTolerance(Environment.GetEnvironmentVariable);

    /// <summary>Connects to the endpoint that the options name, or starts the engine. Creates no table.</summary>
    internal static async Task<LocalEnvironment> ConnectAsync(ParseResult arguments, CancellationToken cancellationToken, int port = 0)
    {
        var table = arguments.GetValue(LocalOptions.Table)!;
        if (LocalOptions.ReadEndpoint(arguments) is { } endpoint)
        {
            return new LocalEnvironment(null, await EngineConnection.CreateAsync(endpoint, table, cancellationToken));
        }

        AwsSettings.Hide();
        var engine = await LocalEngine.StartAsync(
            arguments.GetValue(LocalOptions.Host)!, port, arguments.GetValue(LocalOptions.DbPath), cancellationToken);
        return new LocalEnvironment(engine, new EngineConnection(engine.Endpoint, table));
    }

    internal static async Task<LocalEnvironment> StartAsync(
        ParseResult arguments, CancellationToken cancellationToken, int port = 0, bool withStream = true)
    {
        var environment = await ConnectAsync(arguments, cancellationToken, port);
        try
        {
            await environment.Items.CreateTableAsync(cancellationToken, withStream);
            return environment;
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    internal FunctionPool StartFunctions(ParseResult arguments, int concurrency) =>
        new(Function(arguments), Connection.FunctionEnvironment(), concurrency, Log(arguments));

    internal static FunctionProgram Function(ParseResult arguments) =>
        arguments.GetValue(LocalOptions.Function) is { } path ? FunctionProgram.FromPath(path) : FunctionProgram.Default;

    /// <summary>Returns the function's log, if <c>--logs</c> is given.</summary>
    internal static Action<string>? Log(ParseResult arguments) => arguments.GetValue(LocalOptions.Logs) ? Console.Error.WriteLine : null;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }
}
