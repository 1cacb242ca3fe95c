using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>Reads a table's stream with a few JSON calls, because the SDK's client for streams is a separate package that isn't in every
/// registry.</summary>
internal sealed class TableStream(EngineConnection connection) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/x-amz-json-1.0");

    private readonly HttpClient _http = new();
    private readonly Dictionary<string, string?> _iterators = [];
    private string? _arn;

    /// <summary>Returns the records since the last call, or since the stream's beginning, in order per client. Not thread-safe.</summary>
    internal async Task<List<JsonObject>> ReadAsync(CancellationToken cancellationToken = default)
    {
        _arn ??= await FindAsync(cancellationToken);
        var description = await CallAsync("DescribeStream", new { StreamArn = _arn }, cancellationToken);
        var records = new List<JsonObject>();
        foreach (var shard in description["StreamDescription"]!["Shards"]!.AsArray())
        {
            await ReadShardAsync((string)shard!["ShardId"]!, records, cancellationToken);
        }

        return records;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        var response = await CallAsync("ListStreams", new { connection.TableName }, cancellationToken);
        return response["Streams"] is JsonArray and [{ } stream, ..]
            ? (string)stream["StreamArn"]!
            : throw Unreadable("the table has no stream");
    }

    private async Task ReadShardAsync(string shardId, List<JsonObject> records, CancellationToken cancellationToken)
    {
        if (!_iterators.TryGetValue(shardId, out var iterator))
        {
            var start = new { StreamArn = _arn, ShardId = shardId, ShardIteratorType = "TRIM_HORIZON" };
            iterator = (string?)(await CallAsync("GetShardIterator", start, cancellationToken))["ShardIterator"];
        }

        // An open shard always has a next iterator, so an empty page means that there are no more records for now.
        var found = -1;
        while (iterator is not null && found is not 0)
        {
            var page = await CallAsync("GetRecords", new { ShardIterator = iterator }, cancellationToken);
            records.AddRange(page["Records"]!.AsArray().Select(record => record!.AsObject()));
            found = page["Records"]!.AsArray().Count;
            iterator = (string?)page["NextShardIterator"];
        }

        _iterators[shardId] = iterator;
    }

    private async Task<JsonObject> CallAsync<T>(string operation, T body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, connection.Endpoint);
        request.Content = JsonContent.Create(body, Json, JsonSerializerOptions.Default);
        request.Headers.Add("X-Amz-Target", $"DynamoDBStreams_20120810.{operation}");
        // A local engine requires these headers but doesn't check the signature.
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={connection.CredentialScope}, SignedHeaders=host;x-amz-date, Signature=local");
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw Unreadable($"the response to {operation} is {text}");
    }

    private UserErrorException Unreadable(string reason) =>
        new($"Can't read the stream of table {connection.TableName} at {connection.Endpoint}: {reason}. "
            + "Choose another table with --table, or leave out the options that need a stream.");
}
