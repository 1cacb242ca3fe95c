using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Online;

/// <summary>Compares the clients of a table with AWS IoT. Memory holds a few pages of the table, whatever its size.</summary>
/// <param name="scan">Reads the clients of the table.</param>
/// <param name="ask">Gets a client's connection from AWS IoT.</param>
internal sealed class Verification(PresenceScan scan, Func<string, CancellationToken, Task<ConnectionStatus>> ask)
{
    private readonly PresenceItems _items = new(scan.Client, scan.Table.TableName);
    private readonly Lock _lock = new();
    private long _expected;

    internal TimeSpan Settle { get; init; }

    /// <summary>The number of clients to choose at random. Null verifies all of them.</summary>
    internal int? Sample { get; init; }

    /// <summary>Repairs the items of clients that are wrong or missing.</summary>
    internal bool Repairs { get; init; }

    /// <summary>The most requests to AWS IoT at a time.</summary>
    internal int Concurrency { get; init; } = 4;

    /// <summary>Receives each finding. Only one thread at a time calls this.</summary>
    internal Action<Finding> OnFinding { get; init; } = _ => { };

    /// <summary>Receives the share of clients that have a verdict. Only one thread at a time calls this.</summary>
    internal Action<double> OnProgress { get; set; } = _ => { };
    internal VerificationSummary Summary { get; } = new();

    /// <summary>Verifies the clients of the table and further ones.</summary>
    /// <param name="moreClients">The ids of clients that the table may lack. Ids that the table has are removed.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    internal Task RunAsync(HashSet<string> moreClients, CancellationToken cancellationToken)
    {
        // DynamoDB's item count is hours old, so it can be too low.
        _expected = Sample ?? Math.Max(1, (scan.Table.ItemCount ?? 0) + moreClients.Count);
        var clients = ClientsAsync(moreClients, cancellationToken).Where(CanBeVerified);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(
            Sample is { } count ? SampleAsync(clients, count) : clients,
            options,
            async (item, token) => Add(await VerifyAsync(item, token)));
    }

    private async IAsyncEnumerable<PresenceItem> ClientsAsync(
        HashSet<string> moreClients, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in scan.ItemsAsync(cancellationToken))
        {
            moreClients.Remove(item.ClientId);
            yield return item;
        }

        foreach (var clientId in moreClients.Where(id => id.StartsWith(scan.Prefix ?? "", StringComparison.Ordinal)))
        {
            yield return new PresenceItem(new() { [PresenceAttributes.ClientId] = new(clientId) });
        }
    }

    /// <summary>Returns true for clients that AWS IoT can be asked about. The others are findings.</summary>
    private bool CanBeVerified(PresenceItem item)
    {
        if (item.Problem is { } problem)
        {
            Add(new(Verdict.Unreadable, item, Problem: problem));
            return false;
        }

        if (VerdictRule.ProblemOf(item.ClientId) is { } idProblem)
        {
            Add(new(Verdict.NotAsked, item, Problem: idProblem));
            return false;
        }

        return true;
    }

    // Reservoir sampling: each client has the same chance, and only the sample is in memory.
    private static async IAsyncEnumerable<PresenceItem> SampleAsync(IAsyncEnumerable<PresenceItem> clients, int count)
    {
        var sample = new List<PresenceItem>();
        var read = 0L;
        await foreach (var item in clients)
        {
            var place = Random.Shared.NextInt64(++read);
            if (sample.Count < count)
            {
                sample.Add(item);
            }
            else if (place < count)
            {
                sample[(int)place] = item;
            }
        }

        foreach (var item in sample)
        {
            yield return item;
        }
    }

    private async Task<Finding> VerifyAsync(PresenceItem item, CancellationToken cancellationToken)
    {
        var askedAt = DateTimeOffset.UtcNow;
        var status = await ask(item.ClientId, cancellationToken);
        var verdict = VerdictRule.Decide(item, status, askedAt, Settle);
        if (verdict is not (Verdict.Wrong or Verdict.Missing))
        {
            return new(verdict, item);
        }

        // An event can have changed the item since the scan read it.
        var isUnchanged = Repairs
            ? await RepairAsync(StateRepair.CreateRequest(item, status, askedAt, scan.Table.TableName))
            : await IsUnchangedAsync(item, cancellationToken);
        return isUnchanged ? new(verdict, item, status, IsRepaired: Repairs) : new(Verdict.OnItsWay, item);
    }

    /// <summary>Returns false if an event has changed the item. The write can't be cancelled, so that the summary counts it.</summary>
    private async Task<bool> RepairAsync(UpdateItemRequest request)
    {
        try
        {
            await scan.Client.UpdateItemAsync(request, CancellationToken.None);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private async Task<bool> IsUnchangedAsync(PresenceItem item, CancellationToken cancellationToken)
    {
        var current = await _items.GetAsync(item.ClientId, cancellationToken);
        return (current?.EventType, current?.Since, current?.Version) == (item.EventType, item.Since, item.Version);
    }

    private void Add(Finding finding)
    {
        lock (_lock)
        {
            Summary.Add(finding);
            OnProgress(Math.Min(1, (double)Summary.All / _expected));
            if (finding.Verdict is not (Verdict.Right or Verdict.OnItsWay))
            {
                OnFinding(finding);
            }
        }
    }
}
