using LifecycleLambda.Batches;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>
/// The function: bytes in, bytes out, for any host. It holds no state between events, so one instance serves a whole process.
/// </summary>
public sealed class LifecycleHandler : IDisposable
{
    private readonly DynamoDbClient _client;
    private readonly EventLog _log;
    private readonly EventProcessor _events;
    private readonly BatchProcessor _batches;

    internal LifecycleHandler(DynamoDbClient client, Settings settings, Stream log, TimeProvider time)
    {
        _client = client;
        _log = new EventLog(log, settings.FunctionName, settings.LogLevel, time);
        _events = new EventProcessor(new PresenceTable(client, settings.Table), _log, time, settings.Table.TimestampTolerance);
        _batches = new BatchProcessor(_events);
    }

    /// <summary>Composes the function from its environment (DESIGN section 7).</summary>
    /// <param name="environment">Looks up an environment variable by name.</param>
    /// <param name="log">Gets one JSON line per event.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    /// <param name="connect">Makes the way to a DynamoDB endpoint; a <see cref="SocketsHttpHandler"/> unless given. Disposed of with
    /// the handler.</param>
    /// <exception cref="SettingException">A setting is missing or malformed.</exception>
    public static LifecycleHandler Create(
        Func<string, string?> environment, Stream log, TimeProvider? time = null, Func<Uri, HttpMessageHandler>? connect = null)
    {
        time ??= TimeProvider.System;
        var settings = Settings.Read(environment);
        var endpoint = DynamoDbEndpoint.Read(environment);
        var connections = connect?.Invoke(endpoint.Address) ?? new SocketsHttpHandler
        {
            // The next attempt is not to wait for a connection that never comes.
            ConnectTimeout = DynamoDbClient.AttemptTimeout,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        return new(new DynamoDbClient(endpoint, AwsCredentials.Read(environment), connections, time), settings, log, time);
    }

    /// <summary>Handles one invocation (DESIGN sections 5 and 6).</summary>
    /// <param name="payload">A lifecycle event or an SQS batch, as UTF-8 JSON.</param>
    /// <param name="requestId">The invocation's id, for the log.</param>
    /// <param name="cancellationToken">Cancelled when the invocation's deadline comes near.</param>
    /// <returns>For an event what became of it: <c>{"outcome":"Applied"}</c>, <c>Duplicate</c> or <c>Stale</c>. For a batch the
    /// messages to deliver again: <c>{"batchItemFailures":[…]}</c>.</returns>
    /// <exception cref="InvalidLifecycleEventException">The payload is neither; nothing was written.</exception>
    /// <exception cref="PresenceTableException">The table could not be written; the event must be delivered again.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(
        ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken)
    {
        if (SqsBatch.IsBatch(payload.Span))
        {
            return SqsBatch.Answer(await _batches.HandleAsync(payload, requestId, cancellationToken));
        }

        return Answers.For(await _events.ApplyAsync(payload, requestId, cancellationToken));
    }

    /// <summary>Closes the connections to DynamoDB.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _client.Dispose();
    }
}
