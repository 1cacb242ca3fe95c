using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Payloads;
using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>The function, independent of the host. It keeps no state between events, so that one instance serves a whole process.</summary>
public sealed class LifecycleHandler : IDisposable
{
    // All messages of a batch of 10 are processed in parallel. At 256 MB, this writes twice as many events per second as 4 in parallel.
    // At 128 MB, the CPU limits both (docs/benchmark.md).
    private const int Concurrency = 10;

    private readonly DynamoDbConnection _connection;
    private readonly UnprocessableEvents? _unprocessable;
    private readonly EventLog _log;
    private readonly PresenceProcessor _processor;
    private readonly TimeProvider _time;
    private readonly TimeSpan _tolerance;

    internal LifecycleHandler(DynamoDbConnection connection, Settings settings, Stream log, TimeProvider? time = null)
    {
        _connection = connection;
        _time = time ?? TimeProvider.System;
        _tolerance = settings.TimestampTolerance;
        _log = new EventLog(log, settings.FunctionName, settings.LogsDebug, _time);
        _unprocessable = settings.UnprocessableEventsQueue is { } queue ? new UnprocessableEvents(queue, settings, connection) : null;
        _processor = new PresenceProcessor(connection.Client, _unprocessable, settings, _log, _time);
    }

    // An event that is stamped later would block every later event of its client.
    private long LatestTimestamp => (_time.GetUtcNow() + _tolerance).ToUnixTimeMilliseconds();

    /// <summary>
    /// Reads the settings and connects to DynamoDB. Await this before requesting the first event: until then the function has a full vCPU.
    /// </summary>
    /// <param name="environment">Looks up an environment variable by name.</param>
    /// <param name="log">Receives one JSON line per event.</param>
    /// <exception cref="SettingException">A setting is missing or malformed.</exception>
    public static async Task<LifecycleHandler> StartAsync(Func<string, string?> environment, Stream log)
    {
        var settings = Settings.Read(environment);
        var connection = new DynamoDbConnection(settings);
        var handler = new LifecycleHandler(connection, settings, log);
        handler._log.WriteStart(typeof(LifecycleHandler).Assembly.GetName().Version!.ToString(fieldCount: 3));
        if (await connection.WarmUpAsync() is { } failure)
        {
            handler._log.Debug($"The connection to DynamoDB is not open yet ({failure.GetType().Name}); the first event opens it.");
        }

        return handler;
    }

    /// <summary>Handles one invocation.</summary>
    /// <param name="payload">A lifecycle event, an SQS batch or a count request, as UTF-8 JSON (docs/design.md, "Payloads").</param>
    /// <param name="requestId">The id that the log shows.</param>
    /// <param name="cancellationToken">Cancelled shortly before the invocation's deadline, see <see cref="InvocationDeadline"/>.</param>
    /// <returns>For an event the outcome: <c>{"outcome":"Applied"}</c>, <c>Duplicate</c> or <c>Stale</c>. For a batch the messages to
    /// deliver again: <c>{"batchItemFailures":[…]}</c>. For a count <c>Counted</c> or <c>Failed</c>.</returns>
    /// <exception cref="InvalidLifecycleEventException">The payload isn't valid; nothing was written.</exception>
    /// <exception cref="PresenceTableException">The table could not be written; the event must be delivered again.</exception>
    /// <exception cref="FailedBatchException">Every message of the batch failed; all of them must be delivered again.</exception>
    public Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken) =>
        HandleAsync(Payload.Read(payload, LatestTimestamp), requestId, cancellationToken);

    /// <summary>Handles one invocation whose payload the host has parsed.</summary>
    /// <inheritdoc cref="HandleAsync(ReadOnlyMemory{byte}, string, CancellationToken)"/>
    public Task<ReadOnlyMemory<byte>> HandleAsync(JsonElement payload, string requestId, CancellationToken cancellationToken) =>
        HandleAsync(Payload.Read(payload, LatestTimestamp), requestId, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _unprocessable?.Dispose();
        _connection.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>> HandleAsync(Payload payload, string requestId, CancellationToken cancellationToken)
    {
        if (payload is Payload.Batch batch)
        {
            return await ProcessBatchAsync(batch.Messages, requestId, cancellationToken);
        }

        var (outcome, failure) = await _processor.ProcessAsync(payload, requestId, cancellationToken);
        // A failed count doesn't fail the invocation: Lambda would retry it twice and then keep it as a failed event, although the
        // schedule requests a new count anyway.
        if (failure is not null && payload is not Payload.CountRequest)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return Encoding.UTF8.GetBytes($$"""{"outcome":"{{outcome}}"}""");
    }

    private async Task<ReadOnlyMemory<byte>> ProcessBatchAsync(
        SqsMessage[] messages, string requestId, CancellationToken cancellationToken)
    {
        var failures = new Exception?[messages.Length];
        // Don't cancel the loop itself: near the deadline each remaining message fails at once and is logged.
        await Parallel.ForAsync(
            0,
            messages.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
            async (i, _) =>
            {
                var payload = Payload.ReadMessage(messages[i].Body, LatestTimestamp);
                var (_, failure) = await _processor.ProcessAsync(payload, requestId, cancellationToken);
                failures[i] = failure;
            });
        // A failed invocation counts in Lambda's metric Errors, and Lambda then reads the queue more slowly.
        return failures is [{ } first, ..] && !failures.Contains(null)
            ? throw new FailedBatchException(failures.Length, first)
            : SqsBatch.CreateResponse(messages.Where((_, i) => failures[i] is not null).Select(message => message.MessageId));
    }
}
