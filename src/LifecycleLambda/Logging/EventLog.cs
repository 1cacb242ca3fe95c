using System.Buffers;
using System.Text.Json;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Logging;

/// <summary>
/// One JSON line per event, in CloudWatch embedded metric format, so that metrics need no request of their own (DESIGN section 5;
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// Never <c>principalIdentifier</c> or <c>ipAddress</c>: they are personal data.
/// </summary>
internal sealed class EventLog(Stream output, string functionName, LogLevel level, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _line = new(initialCapacity: 1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    internal void Write(EventLogEntry entry)
    {
        // The messages of a batch are handled concurrently; a line must arrive whole.
        lock (_lock)
        {
            _line.ResetWrittenCount();
            _json.Reset(_line);
            WriteLine(entry, time.GetUtcNow());
            _json.Flush();
            _line.Write("\n"u8);
            output.Write(_line.WrittenSpan);
            output.Flush();
        }
    }

    public void Dispose() => _json.Dispose();

    private void WriteLine(EventLogEntry entry, DateTimeOffset now)
    {
        var metric = entry.Outcome.ToString();
        // A confirmation waits on purpose: its age would spoil the percentiles of the events'.
        var hasAge = entry.LifecycleEvent is not null && entry.Outcome is not (Outcome.Confirmed or Outcome.Superseded);
        _json.WriteStartObject();
        // Lambda takes a line without these two for INFO and filters by it; with them the line is what it says.
        _json.WriteString("level"u8, "INFO"u8);
        _json.WriteString("timestamp"u8, now.UtcDateTime);
        WriteMetricDefinitions(metric, hasAge, now);
        _json.WriteString("FunctionName"u8, functionName);
        _json.WriteNumber(metric, 1);
        _json.WriteString("requestId"u8, entry.RequestId);
        _json.WriteString("outcome"u8, metric);
        if (entry.LifecycleEvent is { } lifecycleEvent)
        {
            if (hasAge)
            {
                // A negative value, from an event stamped ahead of this clock, would blank CloudWatch's percentiles.
                _json.WriteNumber("EventAge"u8, Math.Max(0, now.ToUnixTimeMilliseconds() - lifecycleEvent.Timestamp));
            }

            WriteEvent(lifecycleEvent);
        }

        if (entry.Error is { } error)
        {
            _json.WriteString("errorType"u8, error.GetType().Name);
            _json.WriteString("errorMessage"u8, error.Message);
        }

        if (entry.Stored is { } stored && level <= LogLevel.Debug)
        {
            WriteStored(stored);
        }

        _json.WriteEndObject();
    }

    private void WriteMetricDefinitions(string metric, bool hasAge, DateTimeOffset now)
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
        WriteMetricDefinition(metric, "Count"u8);
        if (hasAge)
        {
            WriteMetricDefinition("EventAge", "Milliseconds"u8);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteMetricDefinition(string name, ReadOnlySpan<byte> unit)
    {
        _json.WriteStartObject();
        _json.WriteString("Name"u8, name);
        _json.WriteString("Unit"u8, unit);
        _json.WriteEndObject();
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

    private void WriteStored(JsonElement stored)
    {
        _json.WriteStartObject("stored"u8);
        _json.WriteString(PresenceAttributes.EventType, stored.S(PresenceAttributes.EventType));
        _json.WriteString(PresenceAttributes.VersionNumber, stored.N(PresenceAttributes.VersionNumber));
        _json.WriteString(PresenceAttributes.Timestamp, stored.N(PresenceAttributes.Timestamp));
        _json.WriteEndObject();
    }
}
