using System.Text.Json;
using Amazon.Lambda.TestUtilities;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Managed.Tests;

public sealed class FunctionTests(EngineFixture engine)
{
    [Fact]
    public async Task Response_contains_the_outcome()
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();
        var function = new Function(handler);

        Assert.Equal("""{"outcome":"Applied"}""", await InvokeAsync(function, Connected(4)));
        Assert.Equal($$"""{"outcome":"{{engine.Duplicate}}"}""", await InvokeAsync(function, Connected(4)));
        Assert.Equal("""{"outcome":"Stale"}""", await InvokeAsync(function, Connected(3)));
        Assert.Equal("4", (await table.GetAsync("device"))?["versionNumber"].N);
    }

    [Theory]
    [InlineData("""{"clientId":"device","timestamp":1}""", "eventType is missing or empty.")]
    [InlineData("null", "payload is not a JSON object.")]
    public async Task Invalid_payload_fails_with_the_exception_of_the_handler(string payload, string reason)
    {
        using var log = new TestLog();
        using var handler = new TestTable(engine, "unused").Handler(log: log);

        var exception = await Assert.ThrowsAsync<InvalidLifecycleEventException>(
            () => new Function(handler).FunctionHandler(JsonElement.Parse(payload), Context()));

        Assert.Equal($"Not a lifecycle event: {reason}", exception.Message);
        Assert.Contains("\"outcome\":\"Invalid\"", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Default_JsonElement_is_an_invalid_payload()
    {
        using var handler = new TestTable(engine, "unused").Handler();

        await Assert.ThrowsAsync<InvalidLifecycleEventException>(() => new Function(handler).FunctionHandler(default, Context()));
    }

    [Fact]
    public async Task Expired_invocation_is_cancelled()
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler();
        var context = Context();
        context.RemainingTime = TimeSpan.Zero;

        var exception = await Assert.ThrowsAsync<PresenceTableException>(
            () => new Function(handler).FunctionHandler(JsonElement.Parse(Connected(4).ToJson()), context));

        Assert.Contains("before the invocation's deadline", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_line_bypasses_the_logger_of_the_context()
    {
        var table = await engine.CreateTableAsync();
        using var log = new TestLog();
        using var handler = table.Handler(log: log);
        var context = Context();

        await new Function(handler).FunctionHandler(JsonElement.Parse(Connected(4).ToJson()), context);

        Assert.Contains("\"requestId\":\"request-7\",\"outcome\":\"Applied\"", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Equal("", ((TestLambdaLogger)context.Logger).Buffer.ToString());
    }

    private static async Task<string> InvokeAsync(Function function, LifecycleEvent lifecycleEvent)
    {
        using var response = new StreamReader(await function.FunctionHandler(JsonElement.Parse(lifecycleEvent.ToJson()), Context()));
        return await response.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static TestLambdaContext Context() => new() { AwsRequestId = "request-7", RemainingTime = TimeSpan.FromSeconds(15) };
}
