using System.Buffers;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Benchmarks.Floor;

// As the function: no second thread for what arrives on a socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var invocations = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
var functionName = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME");
var table = Environment.GetEnvironmentVariable("PRESENCE_TABLE_NAME")!;
using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
using var client = new AmazonDynamoDBClient(new AmazonDynamoDBConfig { HttpClientFactory = new SharedHttpClient(http) });
using var output = Console.OpenStandardOutput();
var line = new ArrayBufferWriter<byte>(1024);
using var json = new Utf8JsonWriter(Stream.Null);

using (await http.GetAsync(new Uri(client.DetermineServiceOperationEndpoint(new UpdateItemRequest()).URL)))
{
}

while (true)
{
    using var invocation = await http.GetAsync(new Uri(invocations + "next"));
    var requestId = invocation.Headers.NonValidated["Lambda-Runtime-Aws-Request-Id"].ToString();
    var lifecycleEvent = JsonSerializer.Deserialize(await invocation.Content.ReadAsByteArrayAsync(), EventJson.Default.Event)!;
    var outcome = "Applied";
    try
    {
        await client.UpdateItemAsync(lifecycleEvent.ToUpdate(table));
    }
    catch (ConditionalCheckFailedException)
    {
        outcome = "Stale";
    }

    Log(lifecycleEvent, outcome, requestId);
    using var answer = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new Answer(outcome), EventJson.Default.Answer));
    using var response = await http.PostAsync(new Uri($"{invocations}{requestId}/response"), answer);
    response.EnsureSuccessStatusCode();
}

// One line per event in CloudWatch's embedded metric format.
void Log(Event e, string outcome, string requestId)
{
    var now = DateTimeOffset.UtcNow;
    line.ResetWrittenCount();
    json.Reset(line);
    json.WriteStartObject();
    json.WriteString("level"u8, "INFO"u8);
    json.WriteString("timestamp"u8, now.UtcDateTime);
    json.WritePropertyName("_aws"u8);
    json.WriteRawValue(
        $$"""
        {"Timestamp":{{now.ToUnixTimeMilliseconds()}},"CloudWatchMetrics":[{"Namespace":"LifecycleLambda","Dimensions":[["FunctionName"]],"Metrics":[{"Name":"{{outcome}}","Unit":"Count"},{"Name":"EventAge","Unit":"Milliseconds"}]}]}
        """,
        skipInputValidation: true);
    json.WriteString("FunctionName"u8, functionName);
    json.WriteNumber(outcome, 1);
    json.WriteString("requestId"u8, requestId);
    json.WriteString("outcome"u8, outcome);
    json.WriteNumber("EventAge"u8, Math.Max(0, now.ToUnixTimeMilliseconds() - e.Timestamp));
    json.WriteString("clientId"u8, e.ClientId);
    json.WriteString("eventType"u8, e.EventType);
    json.WriteNumber("versionNumber"u8, e.VersionNumber);
    json.WriteEndObject();
    json.Flush();
    line.Write("\n"u8);
    output.Write(line.WrittenSpan);
}
