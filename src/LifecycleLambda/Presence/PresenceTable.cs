using System.Globalization;
using System.Text.Json;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Events;

namespace LifecycleLambda.Presence;

/// <summary>
/// The table of who is online: one item per client (DESIGN section 4). It is written, never read: the condition of the write
/// decides, so it is safe with any number of concurrent executions.
/// </summary>
internal sealed class PresenceTable(DynamoDbClient client, PresenceTableOptions options)
{
    /// <summary>Applies the event if it is newer than the stored state (DESIGN sections 3 and 5).</summary>
    /// <exception cref="PresenceTableException">DynamoDB refused the write or could not be reached.</exception>
    internal async Task<WriteResult> ApplyAsync(LifecycleEvent lifecycleEvent, CancellationToken cancellationToken)
    {
        try
        {
            var result = await client.UpdateItemAsync(PresenceUpdate.For(lifecycleEvent, options), cancellationToken);
            var outcome = result.ConditionHeld ? Outcome.Applied
                : IsStored(lifecycleEvent, result.StoredItem) ? Outcome.Duplicate
                : Outcome.Stale;
            return new WriteResult(outcome, result.StoredItem);
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
            var confirmation = OfflineConfirmation.For(disconnect, options.TableName, confirmedAt);
            var result = await client.UpdateItemAsync(confirmation, cancellationToken);
            return result.ConditionHeld ? Outcome.Confirmed : Outcome.Superseded;
        }
        catch (Exception exception)
        {
            throw WriteFailure.From(exception, options.TableName);
        }
    }

    /// <summary>Whether the stored state is this very event. An engine that does not return the item makes it stale.</summary>
    private static bool IsStored(LifecycleEvent lifecycleEvent, JsonElement? stored) =>
        stored is { } item
        && item.N(PresenceAttributes.VersionNumber) == lifecycleEvent.VersionNumber.ToString(CultureInfo.InvariantCulture)
        && item.S(PresenceAttributes.EventType) == lifecycleEvent.EventType.ToAwsName()
        && item.S(PresenceAttributes.SessionIdentifier) == lifecycleEvent.SessionIdentifier;
}
