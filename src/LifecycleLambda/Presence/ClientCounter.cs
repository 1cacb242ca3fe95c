using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Presence;

/// <summary>Counts the clients with a scan that reads parts of the table in parallel and returns no items (<c>Select=COUNT</c>).</summary>
internal sealed class ClientCounter(IAmazonDynamoDB client, string tableName, int segments)
{
    private int _connected;
    private int _known;
    private int _pages;

    /// <summary>Reads the whole table with eventual consistency.</summary>
    /// <returns>The number of connected clients and the number of items in the table.</returns>
    /// <exception cref="PresenceTableException">The scan failed; the message contains how many items and pages were counted.</exception>
    internal async Task<(int Connected, int Known)> CountAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, segments).Select(segment => CountSegmentAsync(segment, cancellationToken)));
        return (_connected, _known);
    }

    private async Task CountSegmentAsync(int segment, CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = tableName,
            Select = Select.COUNT,
            FilterExpression = $"{PresenceAttributes.EventType} = :connected",
            ExpressionAttributeValues = new() { [":connected"] = new AttributeValue(AwsEventType.Connected) },
            Segment = segment,
            TotalSegments = segments,
        };
        do
        {
            var page = await ScanAsync(request, cancellationToken);
            Interlocked.Add(ref _connected, page.Count ?? 0);
            Interlocked.Add(ref _known, page.ScannedCount ?? 0);
            Interlocked.Increment(ref _pages);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private async Task<ScanResponse> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ScanAsync(request, cancellationToken);
        }
        catch (Exception exception)
        {
            throw TableFailure.CreateException(
                exception, $"Cannot count the clients in table {tableName} beyond {_known} in {_pages} pages", "dynamodb:Scan");
        }
    }
}
