using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>A simulated fault of one DynamoDB call.</summary>
/// <param name="ApplyAsync">Responds or breaks the connection. It can forward the request to the engine first.</param>
internal sealed record DynamoDbFault(Func<DynamoDbExchange, Task> ApplyAsync)
{
    internal static DynamoDbFault None { get; } = new(async exchange => await exchange.AnswerAsync(await exchange.ForwardAsync()));

    internal static DynamoDbFault Reset { get; } = new(exchange =>
    {
        exchange.Context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>The write succeeds, but its response is lost.</summary>
    internal static DynamoDbFault ResetAfterTheWrite { get; } = new(async exchange =>
    {
        await exchange.ForwardAsync();
        exchange.Context.Abort();
    });

    internal static DynamoDbFault Silence { get; } = new(async exchange =>
        await Task.Delay(Timeout.Infinite, exchange.Context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));

    internal static DynamoDbFault Throttled { get; } = Error(400, "ProvisionedThroughputExceededException");

    /// <summary>Responds with an error in DynamoDB's format.</summary>
    internal static DynamoDbFault Error(int status, string type, string message = "simulated") =>
        Answer(status, JsonSerializer.Serialize(new { __type = $"com.amazonaws.dynamodb.v20120810#{type}", message }));

    /// <summary>Responds with any body, such as a page of HTML with status 200.</summary>
    internal static DynamoDbFault Answer(int status, string body) => new(exchange =>
    {
        exchange.Context.Response.Headers["x-amzn-RequestId"] = "REQUEST";
        return exchange.AnswerAsync((status, Encoding.UTF8.GetBytes(body)));
    });
}
