using System.Buffers;
using System.Text.Json;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>One line per event in CloudWatch embedded metric format.</summary>
internal sealed class MetricLog(Stream output, string functionName) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    public void Dispose() => _json.Dispose();

    internal void Write(Event e, string outcome, string requestId)
    {
        var now = DateTimeOffset.UtcNow;
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("level"u8, "INFO"u8);
        _json.WriteString("timestamp"u8, now.UtcDateTime);
        _json.WritePropertyName("_aws"u8);
        _json.WriteRawValue(Definitions(outcome, now), skipInputValidation: true);
        _json.WriteString("FunctionName"u8, functionName);
        _json.WriteNumber(outcome, 1);
        _json.WriteString("requestId"u8, requestId);
        _json.WriteString("outcome"u8, outcome);
        _json.WriteNumber("EventAge"u8, Math.Max(0, now.ToUnixTimeMilliseconds() - e.Timestamp));
        _json.WriteString("clientId"u8, e.ClientId);
        _json.WriteString("eventType"u8, e.EventType);
        _json.WriteNumber("versionNumber"u8, e.VersionNumber);
        if (e.DisconnectReason is { } reason)
        {
            _json.WriteString("disconnectReason"u8, reason);
        }

        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        output.Write(_line.WrittenSpan);
    }

    private static string Definitions(string outcome, DateTimeOffset now) => $$"""
        {"Timestamp":{{now.ToUnixTimeMilliseconds()}},"CloudWatchMetrics":[{"Namespace":"LifecycleLambda","Dimensions":[["FunctionName"]],"Metrics":[{"Name":"{{outcome}}","Unit":"Count"},{"Name":"EventAge","Unit":"Milliseconds"}]}]}
        """;
}
