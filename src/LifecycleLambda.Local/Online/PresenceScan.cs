using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Online;

/// <summary>
/// A parallel, eventually consistent scan for some clients. DynamoDB sorts out most of the others: they are read and paid for, and
/// aren't transferred.
/// </summary>
/// <param name="Client">The way to the table.</param>
/// <param name="Table">The table.</param>
/// <param name="Filter">The clients that are wanted.</param>
/// <param name="Segments">How many parts of the table are read at a time.</param>
/// <param name="Progress">Told now and then how far a long scan came.</param>
internal sealed record PresenceScan(
    IAmazonDynamoDB Client, TableDescription Table, PresenceFilter Filter, int Segments, Action<string> Progress)
{
    /// <summary>
    /// Somewhat below DynamoDB's own page of 1 MiB, for items of 0.3 KB. Without a limit the embedded engine reads all that is left
    /// for each page; and where it cuts one itself, it counts an item twice.
    /// </summary>
    private const int ItemsOfAPage = 2500;

    private const long MebiByte = 1024 * 1024;

    /// <summary>How often a long scan tells how far it came, in ms.</summary>
    private const int Pause = 2000;

    /// <summary>How many parts of a table to read at a time. The embedded engine, which is fastest with one, gives no size.</summary>
    internal static int SegmentsOf(TableDescription table) => (int)Math.Clamp((table.TableSizeBytes ?? 0) / (32 * MebiByte), 1, 8);

    /// <summary>Reads the clients that are wanted, in no order. At any time a few small pages are held, whatever the table's size.</summary>
    internal IAsyncEnumerable<PresenceItem> ItemsAsync(CancellationToken cancellationToken) =>
        PagesAsync(Filter, cancellationToken).SelectMany(Items).Where(Filter.Shows);

    /// <summary>Counts the clients that are wanted, those of them that can't be read, and all that have the prefix.</summary>
    internal async Task<(long Matched, long Unreadable, long Known)> CountAsync(CancellationToken cancellationToken)
    {
        var (matched, unreadable, known) = (0L, 0L, 0L);
        // DynamoDB counts all clients that it reads, but not those with a prefix. Count those here, from all their items.
        await foreach (var page in PagesAsync(Filter.Prefix is null ? Filter : null, cancellationToken))
        {
            var shown = Items(page).Where(Filter.Shows).ToLookup(item => item.State is PresenceState.Unreadable);
            matched += shown[false].Count();
            unreadable += shown[true].Count();
            known += (Filter.Prefix is null ? page.ScannedCount : page.Count) ?? 0;
        }

        return (matched, unreadable, known);
    }

    private static IEnumerable<PresenceItem> Items(ScanResponse page) => (page.Items ?? []).Select(item => new PresenceItem(item));

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
        var (read, nextTold) = (0L, Environment.TickCount64 + Pause);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(CancellationToken.None))
            {
                read += page.ScannedCount ?? 0;
                if (Environment.TickCount64 > nextTold)
                {
                    nextTold += Pause;
                    // DynamoDB's own count is hours old: it can be lower than what was read.
                    Progress(Table.ItemCount > read ? $"{read:N0} of about {Table.ItemCount:N0} clients read" : $"{read:N0} clients read");
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

    // DynamoDB must return every item that can't be read. Such an item satisfies no comparison, so each comparison is negated.
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

        if (Filter.Prefix is not null)
        {
            conditions.Add("begins_with(#clientId, :prefix)");
            values[":prefix"] = new(Filter.Prefix);
        }

        return new ScanRequest
        {
            TableName = Table.TableName,
            Limit = ItemsOfAPage,
            FilterExpression = string.Join(" AND ", conditions),
            // Every name has an alias: some, as timestamp, are reserved words.
            ExpressionAttributeNames = PresenceItem.Names.ToDictionary(name => $"#{name}"),
            ExpressionAttributeValues = values,
            ProjectionExpression = string.Join(", ", PresenceItem.Names.Select(name => $"#{name}")),
        };
    }
}
