using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Benchmarks.Floor;

// Like the function, the floor runs socket continuations on the event-loop thread.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var invocations = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
var functionName = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME");
var table = Environment.GetEnvironmentVariable("PRESENCE_TABLE_NAME")!;
using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
using var client = new AmazonDynamoDBClient(new AmazonDynamoDBConfig { HttpClientFactory = new SharedHttpClient(http) });
using var output = Console.OpenStandardOutput();

(await http.GetAsync(new Uri(client.DetermineServiceOperationEndpoint(new UpdateItemRequest()).URL))).Dispose();

while (true)
{
    using var invocation = await http.GetAsync(new Uri(invocations + "next"));
    var requestId = invocation.Headers.NonValidated["Lambda-Runtime-Aws-Request-Id"].ToString();
    using var json = JsonDocument.Parse(await invocation.Content.ReadAsByteArrayAsync());
    var outcome = "Applied";
    try
    {
        await client.UpdateItemAsync(ConditionalWrite.Create(json.RootElement, table));
    }
    catch (ConditionalCheckFailedException)
    {
        outcome = "Stale";
    }

    output.Write(Encoding.UTF8.GetBytes(LogLine(json.RootElement, outcome, requestId)));
    using var answer = new StringContent($$"""{"outcome":"{{outcome}}"}""");
    using var response = await http.PostAsync(new Uri($"{invocations}{requestId}/response"), answer);
    response.EnsureSuccessStatusCode();
}

// The line is in CloudWatch's embedded metric format. The event's fields are JSON already.
string LogLine(JsonElement json, string outcome, string requestId)
{
    var now = DateTimeOffset.UtcNow;
    var ms = now.ToUnixTimeMilliseconds();
    var age = Math.Max(0, ms - json.GetProperty("timestamp").GetInt64());
    var metrics = $$"""[{"Name":"{{outcome}}","Unit":"Count"},{"Name":"EventAge","Unit":"Milliseconds"}]""";
    return $$"""
        {"level":"INFO","timestamp":"{{now.UtcDateTime:O}}","_aws":{"Timestamp":{{ms}},
        "CloudWatchMetrics":[{"Metrics":{{metrics}},"Namespace":"LifecycleLambda","Dimensions":[["FunctionName"]]}]},
        "FunctionName":"{{functionName}}","{{outcome}}":1,"EventAge":{{age}},"clientId":{{Raw("clientId")}},
        "eventType":{{Raw("eventType")}},"versionNumber":{{Raw("versionNumber")}},"requestId":"{{requestId}}","outcome":"{{outcome}}"}
        """.ReplaceLineEndings("") + "\n";

    string Raw(string field) => json.GetProperty(field).GetRawText();
}
