using LifecycleLambda.Bootstrap;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Trust;

/// <summary>Answers of DynamoDB around the moment at which an invocation is given up, on a clock that only the test moves.</summary>
[Collection(HostInThisProcess.Name)]
public sealed class DynamoDbDeadlineTests(EngineFixture engine)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The loop gives up half a second before the deadline.</summary>
    private static readonly TimeSpan Budget = Timeout - TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Noon));

    [Fact]
    public async Task Answer_a_millisecond_before_the_end_counts()
    {
        var (answer, _) = await RunAsync(Budget - TimeSpan.FromMilliseconds(1));

        Assert.Contains(answer, request => request.Kind is "response" && request.Body.Contains("Applied", StringComparison.Ordinal));
        Assert.DoesNotContain(answer, request => request.Kind is "error");
    }

    [Fact]
    public async Task Answer_that_is_not_there_at_the_end_is_a_reported_failure_and_the_next_delivery_is_a_duplicate()
    {
        var (answer, table) = await RunAsync(Budget);

        var error = Assert.Single(answer, request => request.Kind is "error").Body;
        Assert.Contains("DynamoDB did not take it before the invocation\\u0027s deadline", error, StringComparison.Ordinal);
        Assert.DoesNotContain(answer, request => request.Kind is "response");
        // The write had taken effect: Lambda's retry finds it done.
        using var handler = table.Handler();
        Assert.Equal(engine.Duplicate, await handler.DeliverAsync(Connected(1)));
    }

    /// <summary>The write takes effect, then the given time passes, then the answer comes.</summary>
    private async Task<(IReadOnlyCollection<HostileRequest> Requests, TestTable Table)> RunAsync(TimeSpan passes)
    {
        var table = await engine.CreateTableAsync();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Set(new DynamoDbFault(async exchange =>
        {
            var written = await exchange.ForwardAsync();
            _time.Advance(passes);
            if (passes >= Budget)
            {
                await over.Task;
            }

            await exchange.AnswerAsync(written);
        }));
        await using var runtimeApi = new HostileRuntimeApi().To("next", HostileAnswer.Invocation(
            Connected(1).ToJson(),
            ("Lambda-Runtime-Aws-Request-Id", "id"),
            ("Lambda-Runtime-Deadline-Ms", $"{_time.GetUtcNow().Add(Timeout).ToUnixTimeMilliseconds()}")));
        using var stopping = new CancellationTokenSource();
        var variables = new EngineConnection(proxy.Endpoint, table.Name).FunctionEnvironment().ToDictionary();
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi.Address;

        var host = FunctionHost.RunAsync(variables.GetValueOrDefault, Stream.Null, time: _time, cancellationToken: stopping.Token);
        await Task.WhenAny(host, runtimeApi.Idle);
        over.SetResult();
        await stopping.CancelAsync();

        Assert.Equal(0, await host);
        Assert.Equal(1, proxy.Requests);
        return (runtimeApi.Requests, table);
    }
}
