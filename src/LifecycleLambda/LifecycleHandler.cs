using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Presence;
using LifecycleLambda.Payloads;

namespace LifecycleLambda;

/// <summary>
/// The function: bytes in, bytes out, for any host. It holds no state between events, so one instance serves a whole process.
/// </summary>
public sealed class LifecycleHandler : IDisposable
{
    /// <summary>Messages of a batch at a time: enough to hide DynamoDB's latency; more would wait for a small function's processor.</summary>
    private const int Concurrency = 4;

    private readonly EventLog _log;
    private readonly EventProcessor _events;
    private readonly IAmazonDynamoDB _client;
    private readonly Settings _settings;
    private readonly TimeProvider _time;
    private readonly IDisposable? _connection;

    internal LifecycleHandler(
        IAmazonDynamoDB client, Settings settings, Stream log, TimeProvider? time = null, IDisposable? connection = null)
    {
        _client = client;
        _settings = settings;
        _time = time ?? TimeProvider.System;
        _log = new EventLog(log, settings.FunctionName, settings.LogLevel, _time);
        _events = new EventProcessor(new PresenceTable(client, settings), _log, _time, settings.TimestampTolerance);
        _connection = connection;
    }

    /// <summary>
    /// Composes the function from its environment and opens its connection to DynamoDB. To be awaited before the first event is asked
    /// for: until then Lambda gives a whole processor.
    /// </summary>
    /// <param name="environment">Looks up an environment variable by name.</param>
    /// <param name="log">Gets one JSON line per event.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    /// <exception cref="SettingException">A setting is missing or malformed.</exception>
    public static async Task<LifecycleHandler> StartAsync(
        Func<string, string?> environment, Stream log, TimeProvider? time = null)
    {
        var settings = Settings.Read(environment);
        var connection = new DynamoDbConnection(environment);
        var handler = new LifecycleHandler(connection.Client, settings, log, time, connection);
        if (await connection.WarmUpAsync() is { } failure)
        {
            handler._log.Debug($"The connection to DynamoDB is not open yet ({failure.GetType().Name}); the first event opens it.");
        }

        return handler;
    }

    /// <summary>Handles one invocation.</summary>
    /// <param name="payload">A lifecycle event, an SQS batch or a count request, as UTF-8 JSON (docs/design.md, "Payloads").</param>
    /// <param name="requestId">The invocation's id, for the log.</param>
    /// <param name="cancellationToken">Cancelled when the invocation's deadline comes near, see <see cref="InvocationDeadline"/>.</param>
    /// <returns>For an event what became of it: <c>{"outcome":"Applied"}</c>, <c>Duplicate</c> or <c>Stale</c>. For a batch the
    /// messages to deliver again: <c>{"batchItemFailures":[…]}</c>. For a count <c>Counted</c> or <c>Failed</c>.</returns>
    /// <exception cref="InvalidLifecycleEventException">The payload is none of them; nothing was written.</exception>
    /// <exception cref="PresenceTableException">The table could not be written; the event must be delivered again.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(
        ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken)
    {
        var (json, messages) = Read(payload.Span, requestId);
        if (messages is not null)
        {
            return SqsBatch.Answer(await ProcessBatchAsync(messages, requestId, cancellationToken));
        }

        var outcome = IsCountRequest(json)
            ? await CountAsync(requestId, cancellationToken)
            : await _events.ApplyAsync(json, requestId, cancellationToken);
        return Encoding.UTF8.GetBytes($$"""{"outcome":"{{outcome}}"}""");
    }

    /// <summary>Closes the connections to DynamoDB.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _connection?.Dispose();
    }

    private (JsonElement Json, SqsMessage[]? Messages) Read(ReadOnlySpan<byte> payload, string requestId)
    {
        try
        {
            var json = JsonPayload.Parse(payload);
            return (json, SqsBatch.IsBatch(json) ? SqsBatch.Read(json) : null);
        }
        catch (InvalidLifecycleEventException exception)
        {
            _log.WriteFailure(requestId, exception);
            throw;
        }
    }

    // The schedule's constant input, and nothing beside it. No device can forge it, not even by publishing to a rule: the rules add a field.
    private static bool IsCountRequest(JsonElement json) => json.GetPropertyCount() is 1 && json.Text("count") is "clients";

    // A count that failed is not reported as a failed invocation: Lambda would try it twice more and keep it as a failed event, while the
    // schedule counts anew anyway.
    private async Task<Outcome> CountAsync(string requestId, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        try
        {
            var (connected, known) = await new ClientCounter(_client, _settings.TableName).CountAsync(cancellationToken);
            _log.WriteCount(requestId, connected, known, _time.GetElapsedTime(start));
            return Outcome.Counted;
        }
        catch (PresenceTableException exception)
        {
            _log.WriteFailure(requestId, exception);
            return Outcome.Failed;
        }
    }

    // Every message counts as failed until it is done: whatever goes wrong in between, it is delivered again.
    private async Task<IEnumerable<string>> ProcessBatchAsync(
        SqsMessage[] messages, string requestId, CancellationToken cancellationToken)
    {
        var isDone = new bool[messages.Length];
        // The loop itself is not cancelled: near the deadline each message that is left fails at once, and is logged.
        await Parallel.ForAsync(
            0,
            messages.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
            async (i, _) => isDone[i] = await _events.TryProcessAsync(messages[i], requestId, cancellationToken));
        return messages.Where((_, i) => !isDone[i]).Select(message => message.MessageId);
    }
}
