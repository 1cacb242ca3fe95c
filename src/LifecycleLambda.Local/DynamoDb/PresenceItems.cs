using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>Creates the table if it doesn't exist, and reads its items.</summary>
internal sealed class PresenceItems(IAmazonDynamoDB client, string tableName)
{
    /// <summary>Creates the table from the template's definition unless it exists, and waits until it is active.</summary>
    internal async Task CreateTableAsync(CancellationToken cancellationToken, bool withStream = true)
    {
        var status = await StatusAsync(cancellationToken);
        if (status is null)
        {
            var definition = TableDefinition.Read(StackTemplate.Default, tableName);
            definition.StreamSpecification = withStream ? definition.StreamSpecification : null;
            status = (await client.CreateTableAsync(definition, cancellationToken)).TableDescription.TableStatus;
        }

        while (status != TableStatus.ACTIVE)
        {
            if (status == TableStatus.DELETING)
            {
                throw new UserErrorException($"Can't use table {tableName}: it is being deleted. Run this again when the table is gone.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            status = await StatusAsync(cancellationToken);
        }
    }

    /// <exception cref="ResourceNotFoundException">The table doesn't exist.</exception>
    /// <exception cref="UserErrorException">The table isn't a presence table.</exception>
    internal async Task<TableDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var table = (await client.DescribeTableAsync(tableName, cancellationToken)).Table
            ?? throw new UserErrorException($"Can't use table {tableName}: the endpoint's response isn't from DynamoDB. Check --endpoint.");
        TableDefinition.CheckKey(table);
        return table;
    }

    private async Task<TableStatus?> StatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await DescribeAsync(cancellationToken)).TableStatus;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    internal async Task<PresenceItem?> GetAsync(string clientId, CancellationToken cancellationToken)
    {
        var key = new Dictionary<string, AttributeValue> { [PresenceAttributes.ClientId] = new(clientId) };
        var request = new GetItemRequest { TableName = tableName, Key = key, ConsistentRead = true };
        return (await client.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 } item ? new PresenceItem(item) : null;
    }

    internal async Task<IReadOnlyList<PresenceItem>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var request = new ScanRequest { TableName = tableName, ConsistentRead = true };
        var items = client.Paginators.Scan(request).Responses.SelectMany(page => page.Items ?? []);
        return await items.Select(item => new PresenceItem(item)).ToListAsync(cancellationToken);
    }
}
