using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Commands;

/// <summary>What a run needs: an engine with the table, and functions. Disposing of it ends everything that it started.</summary>
internal sealed class LocalEnvironment : IAsyncDisposable
{
    private readonly LocalEngine? _engine;
    private readonly AmazonDynamoDBClient _client;

    private LocalEnvironment(LocalEngine? engine, EngineConnection connection, AmazonDynamoDBClient client)
    {
        _engine = engine;
        _client = client;
        Connection = connection;
        Items = new PresenceItems(client, connection.TableName);
    }

    internal EngineConnection Connection { get; }

    internal PresenceItems Items { get; }

    internal static async Task<LocalEnvironment> StartAsync(
        ParseResult arguments, LocalOptions options, Action<string> progress, int port, CancellationToken cancellationToken, bool withStream = true)
    {
        var endpoint = arguments.GetValue(options.Endpoint) ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB");
        var table = arguments.GetValue(options.Table)!;
        LocalEngine? engine = null;
        EngineConnection connection;
        if (string.IsNullOrEmpty(endpoint))
        {
            var program = await EnginePackage.InUserCache().FindAsync(progress, cancellationToken);
            engine = await LocalEngine.StartAsync(
                program, arguments.GetValue(options.Host)!, port, arguments.GetValue(options.DbPath), cancellationToken);
            connection = new EngineConnection(engine.Endpoint, table);
        }
        else
        {
            connection = new EngineConnection(LocalOptions.EndpointUri(endpoint), table)
            {
                UsesOwnCredentials = EngineConnection.UserHasCredentials(),
            };
        }

        var environment = new LocalEnvironment(engine, connection, connection.CreateClient());
        try
        {
            await environment.Items.CreateTableAsync(TableDefinition.TemplatePath, cancellationToken, withStream);
            return environment;
        }
        catch (Exception exception) when (exception is HttpRequestException or AmazonServiceException or AmazonClientException)
        {
            await environment.DisposeAsync();
            throw new UserErrorException(
                $"{connection.Endpoint} does not let the table {table} be found or created: {ReasonOf(exception)}", exception);
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the functions.</summary>
    /// <param name="arguments">Which program, and whether its log lines are shown.</param>
    /// <param name="options">See <paramref name="arguments"/>.</param>
    /// <param name="run">How many, and how many are killed.</param>
    /// <param name="endpoint">The way to the engine, where it is not the direct one.</param>
    /// <param name="read">Told each log line.</param>
    internal FunctionPool StartFunctions(
        ParseResult arguments, LocalOptions options, RunOptions run, Uri? endpoint = null, Action<string>? read = null)
    {
        var program = arguments.GetValue(options.Function) is { } path ? FunctionProgram.At(path) : FunctionProgram.Built;
        var logs = arguments.GetValue(options.Logs);
        var connection = endpoint is null ? Connection : Connection with { Endpoint = endpoint };
        return new FunctionPool(program, connection.FunctionEnvironment(), run.Concurrency, Log, run.Kills);

        void Log(string line)
        {
            read?.Invoke(line);
            if (logs)
            {
                Console.Error.WriteLine(line);
            }
        }
    }

    // An answer that is none of DynamoDB's has no error code; the SDK's message for it names an inner exception.
    internal static string ReasonOf(Exception exception) =>
        exception is AmazonUnmarshallingException or AmazonServiceException { ErrorCode: null or "" }
            ? exception.InnerException is HttpRequestException unreachable ? unreachable.Message : "it answers, but not as DynamoDB does."
            : exception.Message;

    internal async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> ReadItemsAsync(CancellationToken cancellationToken)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        await foreach (var item in Items.ScanAsync(cancellationToken))
        {
            items.Add(item);
        }

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }
}
