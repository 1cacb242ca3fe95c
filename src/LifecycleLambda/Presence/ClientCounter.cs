using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Presence;

/// <summary>Counts the clients by a parallel scan that returns counts alone; nothing of an item travels.</summary>
internal sealed class ClientCounter(IAmazonDynamoDB client, string tableName)
{
    /// <summary>Parts of the table that are read at a time: enough to hide DynamoDB's latency.</summary>
    private const int Segments = 4;

    /// <summary>Items of a page, less than the 1 MB that DynamoDB would take: the embedded engine counts an item twice where it cuts by size.</summary>
    private const int PageItems = 2500;

    private int _connected;
    private int _known;
    private int _pages;

    /// <summary>Reads the whole table, eventually consistent.</summary>
    /// <returns>How many clients are connected, and how many items the table holds.</returns>
    /// <exception cref="PresenceTableException">The table was not read to its end; the message says how far it came.</exception>
    internal async Task<(int Connected, int Known)> CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Segments).Select(segment => CountSegmentAsync(segment, cancellationToken)));
            return (_connected, _known);
        }
        catch (Exception exception)
        {
            throw TableFailure.From(
                exception, $"The clients in the table {tableName} were not counted beyond {_known} in {_pages} pages", "dynamodb:Scan");
        }
    }

    private async Task CountSegmentAsync(int segment, CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = tableName,
            Select = Select.COUNT,
            FilterExpression = "eventType = :connected",
            ExpressionAttributeValues = new() { [":connected"] = new AttributeValue(Events.LifecycleEventTypes.Connected) },
            Limit = PageItems,
            Segment = segment,
            TotalSegments = Segments,
        };
        do
        {
            var page = await client.ScanAsync(request, cancellationToken);
            Interlocked.Add(ref _connected, page.Count ?? 0);
            Interlocked.Add(ref _known, page.ScannedCount ?? 0);
            Interlocked.Increment(ref _pages);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
