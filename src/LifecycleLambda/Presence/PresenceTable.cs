using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Presence;

/// <summary>
/// The table of who is online: one item per client (DESIGN section 4). It is written, never read: the condition of the write
/// decides, so it is safe with any number of concurrent executions.
/// </summary>
internal sealed class PresenceTable(IAmazonDynamoDB client, PresenceTableOptions options)
{
    /// <summary>Applies the event if it is newer than the stored state (DESIGN sections 3 and 5).</summary>
    /// <exception cref="PresenceTableException">DynamoDB refused the write or could not be reached.</exception>
    internal async Task<WriteResult> ApplyAsync(LifecycleEvent lifecycleEvent, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateItemAsync(PresenceUpdate.For(lifecycleEvent, options), cancellationToken);
            return new WriteResult(Outcome.Applied);
        }
        catch (ConditionalCheckFailedException refusal)
        {
            return IsStored(lifecycleEvent, refusal.Item)
                ? new WriteResult(Outcome.Duplicate, refusal.Item)
                : new WriteResult(Outcome.Stale, refusal.Item);
        }
        catch (Exception exception)
        {
            throw WriteFailure.From(exception, options.TableName);
        }
    }

    /// <summary>Confirms a disconnect if the item still shows it (DESIGN section 6).</summary>
    /// <exception cref="PresenceTableException">DynamoDB refused the write or could not be reached.</exception>
    internal async Task<Outcome> ConfirmAsync(LifecycleEvent disconnect, long confirmedAt, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateItemAsync(OfflineConfirmation.For(disconnect, options.TableName, confirmedAt), cancellationToken);
            return Outcome.Confirmed;
        }
        catch (ConditionalCheckFailedException)
        {
            return Outcome.Superseded;
        }
        catch (Exception exception)
        {
            throw WriteFailure.From(exception, options.TableName);
        }
    }

    /// <summary>Whether the stored state is this very event. An engine that does not return the item makes it stale.</summary>
    private static bool IsStored(LifecycleEvent lifecycleEvent, Dictionary<string, AttributeValue>? stored) =>
        stored is not null
        && stored.TryGetValue(PresenceAttributes.VersionNumber, out var version)
        && version.N == lifecycleEvent.VersionNumber.ToString(CultureInfo.InvariantCulture)
        && stored.TryGetValue(PresenceAttributes.EventType, out var type)
        && type.S == lifecycleEvent.EventType.ToAwsName()
        && stored.GetValueOrDefault(PresenceAttributes.SessionIdentifier)?.S == lifecycleEvent.SessionIdentifier;
}
