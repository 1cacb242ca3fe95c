using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.TestKit;

/// <summary>Message bodies as AWS writes them (docs/design.md, "Payloads").</summary>
internal static class Bodies
{
    internal static string Event(LifecycleEvent lifecycleEvent) => Encoding.UTF8.GetString(lifecycleEvent.ToJson());

    internal static string OnFailure(LifecycleEvent lifecycleEvent) =>
        AsyncInvoker.CreateFailureRecord(lifecycleEvent.ToJson(), InvocationResult.Failure("PresenceTableException", "…"));

    internal static string RuleError(LifecycleEvent lifecycleEvent) => RuleError(Convert.ToBase64String(lifecycleEvent.ToJson()));

    internal static string RuleError(string base64) => $$"""
        {"ruleName":"Connected","topic":"$aws/events/presence/connected/device","clientId":"another-client",
        "base64OriginalPayload":"{{base64}}","failures":[{"failedAction":"LambdaAction","errorMessage":"Function not found"}]}
        """;

    /// <summary>The stream record of an item that holds this event.</summary>
    internal static string StreamRecord(LifecycleEvent stored) => $$$"""
        {"eventName":"MODIFY","eventSource":"aws:dynamodb","dynamodb":{
          "NewImage":{
            "clientId":{"S":"{{{stored.ClientId}}}"},"eventType":{"S":"{{{stored.EventType.ToAwsName()}}}"},
            "versionNumber":{"N":"{{{stored.VersionNumber}}}"},"timestamp":{"N":"{{{stored.Timestamp}}}"},"tags":{"SS":["a","b"]}
          }
        }}
        """;

    /// <summary>A batch of messages with the ids m0, m1, ….</summary>
    internal static byte[] Batch(params IEnumerable<string> bodies) =>
        SqsEvent.ToJson(bodies.Select((body, i) => new QueuedMessage($"m{i}", body)));

    /// <summary>Delivers a batch, and returns the ids of the messages that failed.</summary>
    internal static async Task<string[]> DeliverBatchAsync(this LifecycleHandler handler, params IEnumerable<string> bodies)
    {
        try
        {
            var response = await handler.HandleAsync(Batch(bodies), "request", Cancellation);
            Assert.Equal(["batchItemFailures"], JsonSerializer.Deserialize<JsonObject>(response.Span)!.Select(field => field.Key));
            return [.. SqsEvent.ReadFailedIds(response).Order(StringComparer.Ordinal)];
        }
        catch (FailedBatchException)
        {
            return [.. bodies.Select((_, i) => $"m{i}")];
        }
    }
}
