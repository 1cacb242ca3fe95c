using Amazon.DynamoDBv2;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>
/// The function: bytes in, bytes out, for any host. It holds no state between events, so one instance serves a whole process.
/// </summary>
public sealed class LifecycleHandler : IDisposable
{
    private readonly IAmazonDynamoDB _client;
    private readonly PresenceTable _table;
    private readonly EventLog _log;
    private readonly TimeProvider _time;
    private readonly long _toleranceMs;

    /// <summary>A handler on a client of the caller's.</summary>
    /// <param name="client">Disposed of with the handler.</param>
    /// <param name="settings">See <see cref="Settings.Read"/>.</param>
    /// <param name="log">Gets one JSON line per event.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    public LifecycleHandler(IAmazonDynamoDB client, Settings settings, Stream log, TimeProvider? time = null)
    {
        _client = client;
        _time = time ?? TimeProvider.System;
        _table = new PresenceTable(client, settings.Table);
        _log = new EventLog(log, settings.FunctionName, settings.LogLevel, _time);
        _toleranceMs = (long)settings.Table.TimestampTolerance.TotalMilliseconds;
    }

    /// <summary>Composes the function from its environment (DESIGN section 7).</summary>
    /// <param name="environment">Looks up an environment variable by name.</param>
    /// <param name="log">Gets one JSON line per event.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    /// <exception cref="SettingException">A setting is missing or malformed.</exception>
    public static LifecycleHandler Create(Func<string, string?> environment, Stream log, TimeProvider? time = null)
    {
        var settings = Settings.Read(environment);
        return new LifecycleHandler(DynamoDbClientFactory.Create(environment), settings, log, time);
    }

    /// <summary>Handles one invocation (DESIGN sections 5 and 6).</summary>
    /// <param name="payload">A lifecycle event, as UTF-8 JSON.</param>
    /// <param name="requestId">The invocation's id, for the log.</param>
    /// <param name="cancellationToken">Cancelled when the invocation's deadline comes near.</param>
    /// <returns>What became of the event: <c>{"outcome":"Applied"}</c>, <c>Duplicate</c> or <c>Stale</c>.</returns>
    /// <exception cref="InvalidLifecycleEventException">The payload is not a lifecycle event; nothing was written.</exception>
    /// <exception cref="PresenceTableException">The table could not be written; the event must be delivered again.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(
        ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken)
    {
        var outcome = await ApplyAsync(payload, requestId, cancellationToken);
        return Answers.For(outcome);
    }

    /// <summary>Closes the connections to DynamoDB.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _client.Dispose();
    }

    private async Task<Outcome> ApplyAsync(
        ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken)
    {
        LifecycleEvent? lifecycleEvent = null;
        try
        {
            lifecycleEvent = LifecycleEvent.Parse(payload.Span, _time.GetUtcNow().ToUnixTimeMilliseconds() + _toleranceMs);
            var result = await _table.ApplyAsync(lifecycleEvent, cancellationToken);
            _log.Write(new(requestId, result.Outcome) { LifecycleEvent = lifecycleEvent, Stored = result.Stored });
            return result.Outcome;
        }
        catch (Exception exception) when (exception is InvalidLifecycleEventException or PresenceTableException)
        {
            var outcome = exception is InvalidLifecycleEventException ? Outcome.Invalid : Outcome.Failed;
            _log.Write(new(requestId, outcome) { LifecycleEvent = lifecycleEvent, Error = exception });
            throw;
        }
    }
}
