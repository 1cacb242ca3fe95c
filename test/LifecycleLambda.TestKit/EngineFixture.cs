using Amazon.DynamoDBv2;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.TestKit;

/// <summary>
/// A real DynamoDB API for all tests: the endpoint in AWS_ENDPOINT_URL_DYNAMODB, or else the embedded engine. CI also runs tests on
/// AWS's DynamoDB Local.
/// </summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private LocalEngine? _engine;
    private int _tables;

    internal Uri Endpoint { get; private set; } = null!;
    internal AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <summary>The outcome of a second delivery: Stale if this engine doesn't return the stored item when a condition fails.</summary>
    internal Outcome Duplicate { get; private set; } = Outcome.Duplicate;

    public async ValueTask InitializeAsync()
    {
        HttpClient.DefaultProxy = new LoopbackBypass(HttpClient.DefaultProxy);
        // The tests must not depend on the AWS settings of the person who runs them.
        var endpoint = AwsSettings.Variable("AWS_ENDPOINT_URL_DYNAMODB");
        AwsSettings.Hide();
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB", endpoint);
        // The SDK reads the credentials for the engine from the variables that hold the function's credentials in AWS Lambda.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", EngineConnection.LocalKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", EngineConnection.LocalKey);
        if (endpoint is not null)
        {
            Endpoint = new Uri(endpoint);
        }
        else
        {
            _engine = await LocalEngine.StartAsync(cancellationToken: Cancellation);
            Endpoint = _engine.Endpoint;
        }

        Client = Connection("unused").CreateClient();
        if (_engine is null)
        {
            using var handler = (await CreateTableAsync()).Handler();
            await handler.DeliverAsync(SampleEvents.Connected(1));
            Duplicate = await handler.DeliverAsync(SampleEvents.Connected(1)) is Outcome.Duplicate ? Outcome.Duplicate : Outcome.Stale;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    internal EngineConnection Connection(string tableName) => new(Endpoint, tableName);

    /// <summary>Creates a table as template.yaml defines it.</summary>
    internal async Task<TestTable> CreateTableAsync()
    {
        var name = $"presence-{Environment.ProcessId}-{Interlocked.Increment(ref _tables)}";
        await new PresenceItems(Client, name).CreateTableAsync(Cancellation);
        return new TestTable(this, name);
    }
}
