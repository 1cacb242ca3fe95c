using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Online;

/// <summary>A parallel, eventually consistent scan for clients. DynamoDB filters out most other clients: reading them costs money, but they
/// aren't transferred.</summary>
/// <param name="Client">The DynamoDB client.</param>
/// <param name="Table">The table.</param>
/// <param name="Filter">The clients to find. Null finds every client.</param>
/// <param name="Prefix">Finds only clients whose id starts with this text.</param>
/// <param name="Segments">The number of parts of the table that are read in parallel.</param>
/// <param name="Progress">Receives a progress message every 2 seconds.</param>
internal sealed record PresenceScan(
    IAmazonDynamoDB Client, TableDescription Table, PresenceFilter? Filter, string? Prefix, int Segments, Action<string> Progress)
{
    /// <summary>The page size. At 0.3 KB per item it stays below DynamoDB's page of 1 MiB. Without a limit, the embedded engine reads the
    /// rest of the table for each page, and counts an item twice when it splits a page by size.</summary>
    private const int PageSize = 2500;

    private const long MebiByte = 1024 * 1024;

    private const int ProgressIntervalMs = 2000;

    /// <summary>Returns one segment per 32 MiB, 8 at most. The embedded engine reports no size and gets one segment, its fastest.</summary>
    internal static int DefaultSegments(TableDescription table) => (int)Math.Clamp((table.TableSizeBytes ?? 0) / (32 * MebiByte), 1, 8);

    /// <summary>Reads the matching clients, in no order. Memory holds only a few pages at a time, whatever the table's size.</summary>
    internal IAsyncEnumerable<PresenceItem> ItemsAsync(CancellationToken cancellationToken) =>
        PagesAsync(Filter, cancellationToken).SelectMany(MatchingItems);

    /// <summary>Counts the matching clients, the unreadable items among them, and all clients with the prefix.</summary>
    internal async Task<(long Matched, long Unreadable, long All)> CountAsync(CancellationToken cancellationToken)
    {
        var (matched, unreadable, all) = (0L, 0L, 0L);
        // DynamoDB reports how many items it scanned, but not how many of them have a prefix. So with a prefix, count here.
        await foreach (var page in PagesAsync(Prefix is null ? Filter : null, cancellationToken))
        {
            var shown = MatchingItems(page).ToLookup(item => item.State is PresenceState.Unreadable);
            matched += shown[false].Count();
            unreadable += shown[true].Count();
            all += (Prefix is null ? page.ScannedCount : page.Count) ?? 0;
        }

        return (matched, unreadable, all);
    }

    private IEnumerable<PresenceItem> MatchingItems(ScanResponse page) =>
        (page.Items ?? []).Select(item => new PresenceItem(item)).Where(item => Filter?.Matches(item) is not false);

    private async IAsyncEnumerable<ScanResponse> PagesAsync(
        PresenceFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<ScanResponse>(1);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Segments, CancellationToken = ended.Token };
        var reading = Parallel.ForEachAsync(Enumerable.Range(0, Segments), options, async (segment, token) =>
        {
            var request = Request(filter);
            if (Segments > 1)
            {
                (request.Segment, request.TotalSegments) = (segment, Segments);
            }

            await foreach (var page in Client.Paginators.Scan(request).Responses.WithCancellation(token))
            {
                await pages.Writer.WriteAsync(page, token);
            }
        });
        _ = reading.ContinueWith(_ => pages.Writer.Complete(), TaskScheduler.Default);
        var (read, nextProgress) = (0L, Environment.TickCount64 + ProgressIntervalMs);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(CancellationToken.None))
            {
                read += page.ScannedCount ?? 0;
                if (Environment.TickCount64 > nextProgress)
                {
                    nextProgress += ProgressIntervalMs;
                    // DynamoDB's item count is hours old, so it can be lower than the number of items read.
                    Progress($"Read {read:N0}{(Table.ItemCount > read ? $" of about {Table.ItemCount:N0}" : "")} clients.");
                }

                yield return page;
            }

            await reading;
        }
        finally
        {
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // DynamoDB must also return unreadable items. These satisfy no comparison, so each comparison is negated.
    private ScanRequest Request(PresenceFilter? filter)
    {
        var conditions = new List<string>();
        var values = new Dictionary<string, AttributeValue>();
        if (filter is not null)
        {
            conditions.Add("NOT #eventType = :opposite");
            conditions.Add("(attribute_exists(#eventType) OR attribute_exists(#timestamp) OR attribute_exists(#versionNumber))");
            values[":opposite"] = new(filter.Opposite.ToAwsName());
        }

        if (filter is { IsConfirmed: true })
        {
            conditions.Add("attribute_exists(#offlineConfirmedAt)");
        }

        if (filter?.Since is { } since)
        {
            conditions.Add("NOT #timestamp BETWEEN :later AND :last");
            var later = Math.Max(since.ToUnixTimeMilliseconds() + 1, LifecycleEventReader.EarliestTimestamp);
            values[":later"] = new() { N = later.ToString(CultureInfo.InvariantCulture) };
            values[":last"] = new() { N = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) };
        }

        if (Prefix is not null)
        {
            conditions.Add("begins_with(#clientId, :prefix)");
            values[":prefix"] = new(Prefix);
        }

        return new ScanRequest
        {
            TableName = Table.TableName,
            Limit = PageSize,
            FilterExpression = conditions is [] ? null : string.Join(" AND ", conditions),
            // Every name has an alias, because some (such as timestamp) are reserved words.
            ExpressionAttributeNames = PresenceItem.Names.ToDictionary(name => $"#{name}"),
            ExpressionAttributeValues = values is { Count: 0 } ? null : values,
            ProjectionExpression = string.Join(", ", PresenceItem.Names.Select(name => $"#{name}")),
        };
    }
}
