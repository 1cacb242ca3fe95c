using System.Buffers;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Logging;

/// <summary>
/// One JSON line per event, in CloudWatch embedded metric format, so that metrics need no request of their own
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// Never <c>principalIdentifier</c> or <c>ipAddress</c>: they are personal data.
/// </summary>
internal sealed class EventLog(Stream output, string functionName, LogLevel level, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _line = new(initialCapacity: 1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    /// <summary>Writes the line of an event that was handled.</summary>
    /// <param name="requestId">The invocation's.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="lifecycleEvent">The event, or the disconnect that was to be confirmed.</param>
    /// <param name="stored">The item that refused the write; logged at DEBUG only.</param>
    internal void Write(
        string requestId, Outcome outcome, LifecycleEvent lifecycleEvent, Dictionary<string, AttributeValue>? stored = null) =>
        WriteLine("INFO", now => WriteOutcome(now, requestId, outcome, lifecycleEvent, error: null, stored));

    /// <summary>Writes the line of what failed: Invalid or Failed.</summary>
    /// <param name="requestId">The invocation's.</param>
    /// <param name="error">Why.</param>
    /// <param name="lifecycleEvent">Absent where the payload is not a lifecycle event.</param>
    internal void WriteFailure(string requestId, Exception error, LifecycleEvent? lifecycleEvent = null) =>
        WriteLine("INFO", now => WriteOutcome(
            now, requestId, error is InvalidLifecycleEventException ? Outcome.Invalid : Outcome.Failed, lifecycleEvent, error, stored: null));

    /// <summary>Writes how many clients there are.</summary>
    /// <param name="requestId">The invocation's.</param>
    /// <param name="connected">How many are connected.</param>
    /// <param name="known">How many items the table holds.</param>
    /// <param name="duration">How long the count took.</param>
    internal void WriteCount(string requestId, int connected, int known, TimeSpan duration) => WriteLine("INFO", now =>
    {
        WriteMetricDefinitions(now, ("ConnectedClients", "Count"), ("KnownClients", "Count"), ("CountDuration", "Milliseconds"));
        _json.WriteNumber("ConnectedClients"u8, connected);
        _json.WriteNumber("KnownClients"u8, known);
        _json.WriteNumber("CountDuration"u8, (long)duration.TotalMilliseconds);
        _json.WriteString("requestId"u8, requestId);
        _json.WriteString("outcome"u8, nameof(Outcome.Counted));
    });

    /// <summary>Writes a message of the start, at DEBUG only.</summary>
    internal void Debug(string message)
    {
        if (level <= LogLevel.Debug)
        {
            WriteLine("DEBUG", _ => _json.WriteString("message"u8, message));
        }
    }

    public void Dispose() => _json.Dispose();

    // Lambda takes a line without level and timestamp for INFO and filters by it; with them the line is what it says.
    private void WriteLine(string lineLevel, Action<DateTimeOffset> writeContent)
    {
        // The messages of a batch are handled concurrently; a line must arrive whole.
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _line.ResetWrittenCount();
            _json.Reset(_line);
            _json.WriteStartObject();
            _json.WriteString("level"u8, lineLevel);
            _json.WriteString("timestamp"u8, now.UtcDateTime);
            writeContent(now);
            _json.WriteEndObject();
            _json.Flush();
            _line.Write("\n"u8);
            output.Write(_line.WrittenSpan);
            output.Flush();
        }
    }

    private void WriteOutcome(
        DateTimeOffset now,
        string requestId,
        Outcome outcome,
        LifecycleEvent? lifecycleEvent,
        Exception? error,
        Dictionary<string, AttributeValue>? stored)
    {
        var metric = outcome.ToString();
        // A confirmation waits on purpose: its age would spoil the percentiles of the events'.
        var hasAge = lifecycleEvent is not null && outcome is not (Outcome.Confirmed or Outcome.Superseded);
        if (hasAge)
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
        if (lifecycleEvent is not null)
        {
            if (hasAge)
            {
                // A negative value, from an event stamped ahead of this clock, would blank CloudWatch's percentiles.
                _json.WriteNumber("EventAge"u8, Math.Max(0, now.ToUnixTimeMilliseconds() - lifecycleEvent.Timestamp));
            }

            WriteEvent(lifecycleEvent);
        }

        if (error is not null)
        {
            _json.WriteString("errorType"u8, error.GetType().Name);
            _json.WriteString("errorMessage"u8, error.Message);
        }

        if (stored is not null && level <= LogLevel.Debug)
        {
            WriteStored(stored);
        }
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

    private void WriteEvent(LifecycleEvent lifecycleEvent)
    {
        _json.WriteString("clientId"u8, lifecycleEvent.ClientId);
        _json.WriteString("eventType"u8, lifecycleEvent.EventType.ToAwsName());
        _json.WriteNumber("versionNumber"u8, lifecycleEvent.VersionNumber);
        if (lifecycleEvent.DisconnectReason is { } reason)
        {
            _json.WriteString("disconnectReason"u8, reason);
        }
    }

    private void WriteStored(Dictionary<string, AttributeValue> stored)
    {
        _json.WriteStartObject("stored"u8);
        foreach (var name in (string[])[PresenceAttributes.EventType, PresenceAttributes.VersionNumber, PresenceAttributes.Timestamp])
        {
            _json.WriteString(name, stored.GetValueOrDefault(name) is { } value ? value.S ?? value.N : null);
        }

        _json.WriteEndObject();
    }
}
