using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Online;

/// <summary>
/// A parallel, eventually consistent scan for some clients. DynamoDB sorts out the others: they are read and paid for, and do not travel.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Segments">How many parts of it are read at a time.</param>
/// <param name="State">Online, offline or confirmed offline; nothing for every client.</param>
/// <param name="Since">Only those whose state began by then.</param>
/// <param name="Prefix">Only clients whose id begins so.</param>
internal sealed record PresenceScan(ExistingTable Table, int Segments, string? State, DateTimeOffset? Since, string? Prefix)
{
    internal const string Online = "online";
    internal const string Offline = "offline";
    internal const string ConfirmedOffline = "confirmed offline";

    /// <summary>
    /// Somewhat below DynamoDB's own page of 1 MiB, for items of 0.3 KB. Without a limit the embedded engine reads all that is left
    /// for each page; and where it cuts one itself, it counts an item twice.
    /// </summary>
    private const int ItemsOfAPage = 2500;

    /// <summary>How often a long scan tells how far it came, in ms.</summary>
    private const int Pause = 2000;

    /// <summary>Reads the table's pages, in no order. At any time a few small ones are held, whatever the table's size.</summary>
    /// <param name="attributes">What is returned of an item; nothing asks for the number of matching items alone.</param>
    /// <param name="cancellationToken">Ends the scan, as does the end of the enumeration.</param>
    internal async IAsyncEnumerable<ScanResponse> PagesAsync(
        IReadOnlyList<string>? attributes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<ScanResponse>(1);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Segments, CancellationToken = ended.Token };
        var reading = Parallel.ForEachAsync(Enumerable.Range(0, Segments), options, async (segment, token) =>
        {
            var request = Request(attributes);
            if (Segments > 1)
            {
                (request.Segment, request.TotalSegments) = (segment, Segments);
            }

            await foreach (var page in Table.Client.Paginators.Scan(request).Responses.WithCancellation(token))
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
                    Console.Error.WriteLine(Table.Items > read ? $"{read:N0} of about {Table.Items:N0} clients read" : $"{read:N0} clients read");
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

    /// <summary>How many clients match, and how many were read.</summary>
    internal async Task<(long Matched, long Read)> CountAsync(CancellationToken cancellationToken)
    {
        var (matched, read) = (0L, 0L);
        await foreach (var page in PagesAsync(attributes: null, cancellationToken))
        {
            matched += page.Count ?? 0;
            read += page.ScannedCount ?? 0;
        }

        return (matched, read);
    }

    private ScanRequest Request(IReadOnlyList<string>? attributes)
    {
        var conditions = new List<string>();
        // Every name has an alias: some, as timestamp, are reserved words.
        var names = (attributes ?? []).ToDictionary(name => $"#{name}");
        var values = new Dictionary<string, AttributeValue>();
        if (State is not null)
        {
            Where("eventType", "#eventType = :eventType", new(State is Online ? "connected" : "disconnected"));
        }

        if (State is ConfirmedOffline)
        {
            conditions.Add("attribute_exists(offlineConfirmedAt)");
        }

        if (Since is { } since)
        {
            Where("timestamp", "#timestamp <= :timestamp", new() { N = since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) });
        }

        if (Prefix is not null)
        {
            Where("clientId", "begins_with(#clientId, :clientId)", new(Prefix));
        }

        return new ScanRequest
        {
            TableName = Table.Name,
            Limit = ItemsOfAPage,
            FilterExpression = string.Join(" AND ", conditions),
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
            ProjectionExpression = attributes is null ? null : string.Join(", ", attributes.Select(name => $"#{name}")),
            Select = attributes is null ? Select.COUNT : null,
        };

        void Where(string attribute, string condition, AttributeValue value)
        {
            conditions.Add(condition);
            names[$"#{attribute}"] = attribute;
            values[$":{attribute}"] = value;
        }
    }
}
