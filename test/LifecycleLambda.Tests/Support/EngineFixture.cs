using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
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
            var program = await EnginePackage.InUserCache().FindAsync(Console.Error.WriteLine, TestContext.Current.CancellationToken);
            _engine = await LocalEngine.StartAsync(program);
            Endpoint = _engine.Endpoint;
        }

        Client = Connection("unused").CreateClient();
        ReturnsItems = await ReturnsItemsAsync();
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

    private async Task<bool> ReturnsItemsAsync()
    {
        var table = await CreateTableAsync();
        await table.PutAsync(new() { ["clientId"] = new("probe") });
        try
        {
            await Client.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = table.Name,
                Key = new() { ["clientId"] = new("probe") },
                UpdateExpression = "SET probed = :yes",
                ConditionExpression = "attribute_not_exists(clientId)",
                ExpressionAttributeValues = new() { [":yes"] = new() { BOOL = true } },
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
            });
        }
        catch (ConditionalCheckFailedException refusal)
        {
            return refusal.Item is { Count: > 0 };
        }

        throw new InvalidOperationException("The engine wrote in spite of a condition that does not hold.");
    }
}
