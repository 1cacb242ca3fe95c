using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Tests.Support;

/// <summary>The message bodies as AWS writes them (docs/design.md, "Payloads").</summary>
internal static class Bodies
{
    internal static string Event(LifecycleEvent lifecycleEvent) => Encoding.UTF8.GetString(lifecycleEvent.ToJson());

    internal static string OnFailure(LifecycleEvent lifecycleEvent) =>
        AsyncInvoker.FailureRecord(lifecycleEvent.ToJson(), InvocationResult.Failure("PresenceTableException", "…"));

    internal static string RuleError(LifecycleEvent lifecycleEvent) => RuleError(Convert.ToBase64String(lifecycleEvent.ToJson()));

    internal static string RuleError(string base64) => new JsonObject
    {
        ["ruleName"] = "Connected",
        ["topic"] = "$aws/events/presence/connected/device",
        ["cloudwatchTraceId"] = "7e146a2c-95b5-6caf-98b9-50e3969734c7",
        ["clientId"] = "another-client",
        ["base64OriginalPayload"] = base64,
        ["failures"] = new JsonArray(new JsonObject { ["failedAction"] = "LambdaAction", ["errorMessage"] = "Function not found" }),
    }.ToJsonString();

    internal static string StreamRecord(string client, long version, long timestamp, string eventType = "disconnected") => new JsonObject
    {
        ["eventID"] = "c81e728d9d4c2f636f067f89cc14862c",
        ["eventName"] = "MODIFY",
        ["eventSource"] = "aws:dynamodb",
        ["dynamodb"] = new JsonObject
        {
            ["Keys"] = new JsonObject { ["clientId"] = new JsonObject { ["S"] = client } },
            ["NewImage"] = new JsonObject
            {
                ["clientId"] = new JsonObject { ["S"] = client },
                ["eventType"] = new JsonObject { ["S"] = eventType },
                ["versionNumber"] = new JsonObject { ["N"] = $"{version}" },
                ["timestamp"] = new JsonObject { ["N"] = $"{timestamp}" },
                ["tags"] = new JsonObject { ["SS"] = new JsonArray("a", "b") },
            },
            ["StreamViewType"] = "NEW_AND_OLD_IMAGES",
        },
    }.ToJsonString();

    internal static string StreamRecord(LifecycleEvent disconnect) =>
        StreamRecord(disconnect.ClientId, disconnect.VersionNumber, disconnect.Timestamp);

    /// <summary>A batch whose messages are called m0, m1, ….</summary>
    internal static byte[] Batch(params IEnumerable<string> bodies) =>
        SqsEvent.ToJson(bodies.Select((body, i) => new QueuedMessage($"m{i}", body)));

    /// <summary>Delivers a batch and reads the answer as Lambda does.</summary>
    internal static async Task<string[]> DeliverBatchAsync(this LifecycleHandler handler, params IEnumerable<string> bodies)
    {
        var answer = await handler.HandleAsync(Batch(bodies), "request", TestContext.Current.CancellationToken);
        Assert.Equal(["batchItemFailures"], JsonSerializer.Deserialize<JsonObject>(answer.Span)!.Select(field => field.Key));
        return [.. SqsEvent.FailedIds(answer)!.Order(StringComparer.Ordinal)];
    }
}
