using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LifecycleLambda.Tests.Support;

/// <summary>
/// Reads a table's stream with the few JSON calls that it takes: the SDK's client for it is a package of its own, which is not in
/// every registry (DESIGN section 8).
/// </summary>
internal sealed class TableStream(Uri endpoint, string tableName) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint };

    /// <summary>Every record from the stream's beginning, in order.</summary>
    internal async Task<List<JsonObject>> ReadAsync()
    {
        var streams = await CallAsync("ListStreams", new() { ["TableName"] = tableName });
        var arn = streams["Streams"]!.AsArray().Single()!["StreamArn"]!.GetValue<string>();
        var description = await CallAsync("DescribeStream", new() { ["StreamArn"] = arn });
        var records = new List<JsonObject>();
        foreach (var shard in description["StreamDescription"]!["Shards"]!.AsArray())
        {
            records.AddRange(await ReadShardAsync(arn, shard!["ShardId"]!.GetValue<string>()));
        }

        return records;
    }

    public void Dispose() => _http.Dispose();

    private async Task<List<JsonObject>> ReadShardAsync(string arn, string shardId)
    {
        var start = await CallAsync("GetShardIterator", new()
        {
            ["StreamArn"] = arn,
            ["ShardId"] = shardId,
            ["ShardIteratorType"] = "TRIM_HORIZON",
        });
        var records = new List<JsonObject>();
        var iterator = start["ShardIterator"]?.GetValue<string>();
        // An open shard always has a next iterator: an empty page is its end for now.
        while (iterator is not null)
        {
            var page = await CallAsync("GetRecords", new() { ["ShardIterator"] = iterator });
            var found = page["Records"]!.AsArray();
            if (found.Count is 0)
            {
                break;
            }

            records.AddRange(found.Select(record => record!.AsObject()));
            iterator = page["NextShardIterator"]?.GetValue<string>();
        }

        return records;
    }

    private async Task<JsonObject> CallAsync(string operation, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.0")),
        };
        request.Headers.Add("X-Amz-Target", $"DynamoDBStreams_20120810.{operation}");
        // An engine on this machine wants the headers but checks no signature.
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=local");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {text}");
        return JsonSerializer.Deserialize<JsonObject>(text)!;
    }
}
