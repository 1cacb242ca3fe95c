using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Online;

/// <summary>A parallel, eventually consistent scan. At any time it holds one small page for each segment, whatever the table's size.</summary>
internal sealed class PresenceScan(ExistingTable table, int segments)
{
    /// <summary>
    /// Somewhat below DynamoDB's own page of 1 MiB, for items of 0.3 KB. Without a limit the embedded engine reads all that is left
    /// for each page; and where it cuts one itself, it counts an item twice.
    /// </summary>
    private const int ItemsOfAPage = 2500;

    private readonly Lock _gate = new();
    private bool _ended;

    /// <summary>How many items were read so far, matching or not.</summary>
    internal long Scanned { get; private set; }

    /// <summary>How many of them matched.</summary>
    internal long Matched { get; private set; }

    /// <summary>Reads the table to its end, or until a page was enough.</summary>
    /// <param name="filter">What is asked for.</param>
    /// <param name="attributes">See <see cref="PresenceFilter.Request"/>.</param>
    /// <param name="read">Told each page, one at a time, in no order; false ends the scan.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    internal async Task RunAsync(
        PresenceFilter filter, IReadOnlyList<string>? attributes, Func<ScanResponse, bool> read, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = segments, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, segments), options, async (segment, token) =>
        {
            var request = filter.Request(table.Name, attributes);
            request.Limit = ItemsOfAPage;
            if (segments > 1)
            {
                (request.Segment, request.TotalSegments) = (segment, segments);
            }

            do
            {
                var page = await table.Client.ScanAsync(request, token);
                lock (_gate)
                {
                    Scanned += page.ScannedCount ?? 0;
                    Matched += page.Count ?? 0;
                    _ended = _ended || !read(page);
                }

                request.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (!_ended && request.ExclusiveStartKey is { Count: > 0 });
        });
    }
}
