using System.Buffers;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Payloads;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Logging;

/// <summary>
/// Writes one JSON line per event, in CloudWatch embedded metric format, so that metrics need no separate request
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// Never writes <c>principalIdentifier</c> or <c>ipAddress</c>, because they are personal data.
/// </summary>
internal sealed class EventLog(Stream output, string functionName, bool logsDebug, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _line = new(initialCapacity: 1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    /// <summary>Logs the outcome of a payload.</summary>
    /// <param name="requestId">The invocation's id.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="payload">The payload of the invocation or of the message.</param>
    /// <param name="stored">The stored state that rejected the write; logged at DEBUG only.</param>
    /// <param name="error">The reason if the payload failed.</param>
    /// <param name="sentTo">The URL of the queue to which an invalid message was sent.</param>
    /// <param name="sendError">The reason if an invalid message couldn't be sent.</param>
    internal void Write(
        string requestId,
        Outcome outcome,
        Payload payload,
        StoredState? stored = null,
        Exception? error = null,
        Uri? sentTo = null,
        string? sendError = null)
    {
        // The messages of a batch are processed in parallel, and their lines must not mix.
        lock (_lock)
        {
            var now = StartLine("INFO");
            var metric = outcome.ToString();
            if (payload is Payload.Event)
            {
                WriteMetricDefinitions(now, (metric, "Count"), ("EventAge", "Milliseconds"));
            }
            else
            {
                WriteMetricDefinitions(now, (metric, "Count"));
            }

            _json.WriteNumber(metric, 1);
            _json.WriteString("requestId"u8, requestId);
            _json.WriteString("outcome"u8, metric);
            if (payload is Payload.Event(var lifecycleEvent))
            {
                // A negative value, from an event stamped ahead of this clock, would blank CloudWatch's percentiles.
                _json.WriteNumber("EventAge"u8, Math.Max(0, now.ToUnixTimeMilliseconds() - lifecycleEvent.Timestamp));
                WriteClient(lifecycleEvent.ClientId, lifecycleEvent.EventType, lifecycleEvent.VersionNumber);
                if (lifecycleEvent.DisconnectReason is { } reason)
                {
                    _json.WriteString("disconnectReason"u8, reason);
                }
            }

            // Confirmations are delayed on purpose, so their age would distort the percentiles of EventAge.
            if (payload is Payload.Confirmation(var disconnect))
            {
                WriteClient(disconnect.ClientId, LifecycleEventType.Disconnected, disconnect.VersionNumber);
            }

            if (error is not null)
            {
                _json.WriteString("errorType"u8, error.GetType().Name);
                _json.WriteString("errorMessage"u8, error.Message);
                if (error is not (InvalidLifecycleEventException or PresenceTableException))
                {
                    // The error is a defect of this program, and the message alone doesn't show where it is.
                    _json.WriteString("stackTrace"u8, error.StackTrace);
                }
            }

            if (sentTo is not null)
            {
                _json.WriteString("sentTo"u8, sentTo.AbsoluteUri);
            }

            if (sendError is not null)
            {
                _json.WriteString("sendError"u8, sendError);
            }

            if (stored is not null && logsDebug)
            {
                WriteStored(stored);
            }

            EndLine();
        }
    }

    /// <summary>Logs the number of clients.</summary>
    /// <param name="requestId">The invocation's id.</param>
    /// <param name="connected">The number of connected clients.</param>
    /// <param name="known">The number of items in the table.</param>
    /// <param name="duration">The duration of the count.</param>
    internal void WriteCount(string requestId, int connected, int known, TimeSpan duration)
    {
        lock (_lock)
        {
            var now = StartLine("INFO");
            WriteMetricDefinitions(now, ("ConnectedClients", "Count"), ("KnownClients", "Count"), ("CountDuration", "Milliseconds"));
            _json.WriteNumber("ConnectedClients"u8, connected);
            _json.WriteNumber("KnownClients"u8, known);
            _json.WriteNumber("CountDuration"u8, (long)duration.TotalMilliseconds);
            _json.WriteString("requestId"u8, requestId);
            _json.WriteString("outcome"u8, nameof(Outcome.Counted));
            EndLine();
        }
    }

    /// <summary>Logs that the function has started, with the version that writes the following lines.</summary>
    internal void WriteStart(string version)
    {
        lock (_lock)
        {
            StartLine("INFO");
            _json.WriteString("message"u8, "LifecycleLambda started"u8);
            _json.WriteString("version"u8, version);
            EndLine();
        }
    }

    /// <summary>Logs a message about the start-up, at DEBUG only.</summary>
    internal void Debug(string message)
    {
        lock (_lock)
        {
            if (logsDebug)
            {
                StartLine("DEBUG");
                _json.WriteString("message"u8, message);
                EndLine();
            }
        }
    }

    public void Dispose() => _json.Dispose();

    // Without level and timestamp, Lambda treats a line as INFO when it filters by level.
    private DateTimeOffset StartLine(string level)
    {
        var now = time.GetUtcNow();
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("level"u8, level);
        _json.WriteString("timestamp"u8, now.UtcDateTime);
        return now;
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        output.Write(_line.WrittenSpan);
        output.Flush();
    }

    private void WriteMetricDefinitions(DateTimeOffset now, params ReadOnlySpan<(string Name, string Unit)> metrics)
    {
        _json.WriteStartObject("_aws"u8);
        _json.WriteNumber("Timestamp"u8, now.ToUnixTimeMilliseconds());
        _json.WriteStartArray("CloudWatchMetrics"u8);
        _json.WriteStartObject();
        _json.WriteString("Namespace"u8, "LifecycleLambda"u8);
        _json.WriteStartArray("Dimensions"u8);
        _json.WriteStartArray();
        _json.WriteStringValue("FunctionName"u8);
        _json.WriteEndArray();
        _json.WriteEndArray();
        _json.WriteStartArray("Metrics"u8);
        foreach (var (name, unit) in metrics)
        {
            _json.WriteStartObject();
            _json.WriteString("Name"u8, name);
            _json.WriteString("Unit"u8, unit);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteString("FunctionName"u8, functionName);
    }

    private void WriteClient(string clientId, LifecycleEventType eventType, long versionNumber)
    {
        _json.WriteString("clientId"u8, clientId);
        _json.WriteString("eventType"u8, eventType.ToAwsName());
        _json.WriteNumber("versionNumber"u8, versionNumber);
    }

    private void WriteStored(StoredState stored)
    {
        _json.WriteStartObject("stored"u8);
        _json.WriteString("eventType"u8, stored.EventType);
        _json.WriteString("versionNumber"u8, stored.VersionNumber);
        _json.WriteString("timestamp"u8, stored.Timestamp);
        _json.WriteEndObject();
    }
}
