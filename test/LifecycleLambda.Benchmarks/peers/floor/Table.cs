using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>One conditional UpdateItem, written straight to JSON.</summary>
internal sealed class Table(HttpClient http, Uri endpoint, Signature signature, string name) : IDisposable
{
    internal const long ToleranceMs = 900_000;

    private const string IsNewer = "attribute_not_exists(versionNumber) OR #timestamp < :timestampMinusTolerance" +
        " OR (#timestamp <= :timestampPlusTolerance AND ";

    private const string ConnectedIsNewer = IsNewer + "versionNumber < :versionNumber)";

    private const string DisconnectedIsNewer =
        IsNewer + "(versionNumber < :versionNumber OR (versionNumber = :versionNumber AND eventType = :connected)))";

    private static readonly MediaTypeHeaderValue AmazonJson = new("application/x-amz-json-1.0");

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly Utf8JsonWriter _json = new(Stream.Null);
    private readonly StringBuilder _set = new(512);
    private readonly StringBuilder _remove = new(256);

    public void Dispose() => _json.Dispose();

    internal async Task<bool> ApplyAsync(Event e)
    {
        var body = Body(e);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = AmazonJson;
        signature.Sign(request, endpoint.Authority, "DynamoDB_20120810.UpdateItem", body.Span);
        using var response = await http.SendAsync(request);
        if (response.StatusCode is HttpStatusCode.OK)
        {
            return true;
        }

        var error = await response.Content.ReadAsByteArrayAsync();
        return error.AsSpan().IndexOf("ConditionalCheckFailedException"u8) >= 0
            ? false
            : throw new HttpRequestException($"DynamoDB answered HTTP {(int)response.StatusCode}.");
    }

    private ReadOnlyMemory<byte> Body(Event e)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _set.Clear().Append("SET #timestamp = :timestamp");
        _remove.Clear().Append(" REMOVE offlineConfirmedAt, expiresAt");
        _json.WriteStartObject();
        _json.WriteString("TableName"u8, name);
        _json.WriteStartObject("Key"u8);
        Value("clientId", "S"u8, e.ClientId);
        _json.WriteEndObject();
        _json.WriteStartObject("ExpressionAttributeValues"u8);
        Number(":timestamp", e.Timestamp);
        Number(":timestampMinusTolerance", e.Timestamp - ToleranceMs);
        Number(":timestampPlusTolerance", e.Timestamp + ToleranceMs);
        _set.Append(", versionNumber = :versionNumber");
        Number(":versionNumber", e.VersionNumber);
        Text("eventType", e.EventType);
        Text("sessionIdentifier", e.SessionIdentifier);
        Text("principalIdentifier", e.PrincipalIdentifier);
        Text("thingName", e.ThingName);
        Transition(e);
        _json.WriteEndObject();
        _json.WriteStartObject("ExpressionAttributeNames"u8);
        _json.WriteString("#timestamp"u8, "timestamp"u8);
        _json.WriteEndObject();
        _json.WriteString("ConditionExpression"u8, e.IsConnect ? ConnectedIsNewer : DisconnectedIsNewer);
        _json.WriteString("UpdateExpression"u8, _set.Append(_remove).ToString());
        _json.WriteString("ReturnValuesOnConditionCheckFailure"u8, "ALL_OLD"u8);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    private void Transition(Event e)
    {
        if (e.IsConnect)
        {
            _set.Append(", connectedAt = :timestamp");
            _remove.Append(", clientInitiatedDisconnect, disconnectReason");
            if (e.IpAddress is not null)
            {
                Text("ipAddress", e.IpAddress);
            }

            return;
        }

        _set.Append(", disconnectedAt = :timestamp");
        Value(":connected", "S"u8, "connected");
        Text("disconnectReason", e.DisconnectReason);
        if (e.ClientInitiatedDisconnect is { } asked)
        {
            _set.Append(", clientInitiatedDisconnect = :clientInitiatedDisconnect");
            _json.WriteStartObject(":clientInitiatedDisconnect"u8);
            _json.WriteBoolean("BOOL"u8, asked);
            _json.WriteEndObject();
        }
        else
        {
            _remove.Append(", clientInitiatedDisconnect");
        }
    }

    private void Text(string attribute, string? value)
    {
        if (value is null)
        {
            _remove.Append(", ").Append(attribute);
            return;
        }

        _set.Append(", ").Append(attribute).Append(" = :").Append(attribute);
        Value(":" + attribute, "S"u8, value);
    }

    private void Number(string placeholder, long value) => Value(placeholder, "N"u8, value.ToString(CultureInfo.InvariantCulture));

    private void Value(string placeholder, ReadOnlySpan<byte> type, string value)
    {
        _json.WriteStartObject(placeholder);
        _json.WriteString(type, value);
        _json.WriteEndObject();
    }
}
