using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;

namespace LifecycleLambda.Presence;

/// <summary>
/// The table of who is online: one item per client. It is written, never read: the condition of the write decides, so it is safe with
/// any number of concurrent executions.
/// </summary>
internal sealed class PresenceTable(IAmazonDynamoDB client, Settings settings)
{
    /// <summary>Applies the event if it is newer than the stored state.</summary>
    /// <returns>Applied, Duplicate or Stale, with the item that refused the write where the engine returns it.</returns>
    /// <exception cref="PresenceTableException">DynamoDB refused the write or could not be reached.</exception>
    internal async Task<(Outcome Outcome, Dictionary<string, AttributeValue>? Stored)> ApplyAsync(
        LifecycleEvent lifecycleEvent, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateItemAsync(PresenceUpdate.For(lifecycleEvent, settings), cancellationToken);
            return (Outcome.Applied, null);
        }
        catch (ConditionalCheckFailedException refusal)
        {
            return (IsStored(lifecycleEvent, refusal.Item) ? Outcome.Duplicate : Outcome.Stale, refusal.Item);
        }
        catch (Exception exception)
        {
            throw TableFailure.From(exception, $"The table {settings.TableName} was not written", "dynamodb:UpdateItem");
        }
    }

    /// <summary>Confirms a disconnect if the item still shows it.</summary>
    /// <exception cref="PresenceTableException">DynamoDB refused the write or could not be reached.</exception>
    internal async Task<Outcome> ConfirmAsync(LifecycleEvent disconnect, long confirmedAt, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateItemAsync(OfflineConfirmation.For(disconnect, settings.TableName, confirmedAt), cancellationToken);
            return Outcome.Confirmed;
        }
        catch (ConditionalCheckFailedException)
        {
            return Outcome.Superseded;
        }
        catch (Exception exception)
        {
            throw TableFailure.From(exception, $"The table {settings.TableName} was not written", "dynamodb:UpdateItem");
        }
    }

    /// <summary>Whether the stored state is this very event. An engine that does not return the item makes it stale.</summary>
    private static bool IsStored(LifecycleEvent lifecycleEvent, Dictionary<string, AttributeValue>? stored) =>
        stored is not null
        && stored.GetValueOrDefault(PresenceAttributes.VersionNumber)?.N == lifecycleEvent.VersionNumber.ToString(CultureInfo.InvariantCulture)
        && stored.GetValueOrDefault(PresenceAttributes.EventType)?.S == lifecycleEvent.EventType.ToAwsName()
        && stored.GetValueOrDefault(PresenceAttributes.SessionIdentifier)?.S == lifecycleEvent.SessionIdentifier;
}
