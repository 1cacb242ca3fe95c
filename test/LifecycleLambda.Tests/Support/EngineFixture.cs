using Amazon.DynamoDBv2;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Presence;

[assembly: AssemblyFixture(typeof(LifecycleLambda.Tests.Support.EngineFixture))]

namespace LifecycleLambda.Tests.Support;

/// <summary>
/// A real DynamoDB API for the whole run: the embedded engine, or the one that AWS_ENDPOINT_URL_DYNAMODB names (CI runs the tests
/// a second time on AWS's own DynamoDB Local).
/// </summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private LocalEngine? _engine;
    private int _tables;

    /// <summary>Whether a failed condition returns the stored item. Without it a duplicate is told as stale.</summary>
    public bool ReturnsItems { get; private set; }

    internal Uri Endpoint { get; private set; } = null!;

    internal AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <summary>The outcome of a second delivery on this engine.</summary>
    internal Outcome Duplicate => ReturnsItems ? Outcome.Duplicate : Outcome.Stale;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is { Length: > 0 } endpoint)
        {
            Endpoint = new Uri(endpoint);
        }
        else
        {
            _engine = await LocalEngine.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
            Endpoint = _engine.Endpoint;
        }

        Client = Connection("unused").CreateClient();
        ReturnsItems = _engine is not null || await TellsDuplicatesAsync();
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

    /// <summary>A table of the test's own, created from template.yaml.</summary>
    internal async Task<TestTable> CreateTableAsync()
    {
        var name = $"presence-{Environment.ProcessId}-{Interlocked.Increment(ref _tables)}";
        var items = new PresenceItems(Client, name);
        await items.CreateTableAsync(TestContext.Current.CancellationToken);
        return new TestTable(this, name);
    }

    private async Task<bool> TellsDuplicatesAsync()
    {
        var table = await CreateTableAsync();
        using var handler = table.Handler();
        await handler.DeliverAsync(SampleEvents.Connected(1));
        return await handler.DeliverAsync(SampleEvents.Connected(1)) is Outcome.Duplicate;
    }
}
