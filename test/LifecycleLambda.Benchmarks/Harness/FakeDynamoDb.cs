using System.Text;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A DynamoDB endpoint that applies every write, and checks that it is the write that the event demands.</summary>
internal sealed class FakeDynamoDb(SandboxState state, TimeSpan delay)
{
    internal const string TableName = "presence";

    private const int CheckedWhole = 20;

    private static readonly byte[] Answer = "{}"u8.ToArray();

    internal async Task HandleAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request);
        if (Check(context.Request, body) is { } problem)
        {
            state.Report(problem);
        }

        state.Written++;
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay);
        }

        var response = context.Response;
        response.ContentType = "application/x-amz-json-1.0";
        response.ContentLength = Answer.Length;
        response.Headers["x-amzn-RequestId"] = "BSOMBOBK2M1LQ5FEL0D5QFVS3FVV4KQNSO5AEMVJF66Q9ASUAAJG";
        // The checksum of {}: some SDKs verify it.
        response.Headers["x-amz-crc32"] = "2745614147";
        await response.Body.WriteAsync(Answer);
    }

    private string? Check(HttpRequest request, byte[] body)
    {
        var sample = state.Current;
        if (sample is null || state.Written != state.Answered)
        {
            return "it sent a request that no event asked for, or a second one for an event";
        }

        if (request.Headers["X-Amz-Target"] != "DynamoDB_20120810.UpdateItem")
        {
            return $"it sent {request.Headers["X-Amz-Target"]}, not UpdateItem";
        }

        if (!request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal))
        {
            return "its request is not signed";
        }

        // Every request names its client and carries the condition; the first ones are read whole.
        return body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(sample.ClientId)) < 0
            || body.AsSpan().IndexOf("attribute_not_exists(versionNumber)"u8) < 0
                ? "its request lacks the client or the condition"
                : state.Written < CheckedWhole ? UpdateCheck.Check(body, sample, Condition(sample)) : null;
    }

    private static string Condition(SampleEvent sample) =>
        OrderingRule.IsNewer(sample.IsConnect ? LifecycleEventType.Connected : LifecycleEventType.Disconnected);
}
