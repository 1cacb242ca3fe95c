using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>Answers of DynamoDB around the moment at which an invocation is given up, on a clock that only the test moves.</summary>
public sealed class DynamoDbDeadlineTests(EngineFixture engine) : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>An invocation is given up half a second before its deadline.</summary>
    private static readonly TimeSpan Budget = Timeout - TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Noon));
    private TestTable _table = null!;

    public async ValueTask InitializeAsync() => _table = await engine.CreateTableAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Answer_a_millisecond_before_the_end_counts() =>
        Assert.Equal(Outcome.Applied, await DeliverAsync(Budget - TimeSpan.FromMilliseconds(1)));

    [Fact]
    public async Task Answer_that_is_not_there_at_the_end_is_a_failure_and_the_next_delivery_is_a_duplicate()
    {
        var exception = await Assert.ThrowsAsync<PresenceTableException>(() => DeliverAsync(Budget));

        Assert.Contains("DynamoDB did not take it before the invocation's deadline", exception.Message, StringComparison.Ordinal);
        // The write had taken effect: Lambda's retry finds it done.
        using var handler = _table.Handler();
        Assert.Equal(engine.Duplicate, await handler.DeliverAsync(Connected(1)));
    }

    /// <summary>The write takes effect, then the given time passes, then the answer comes.</summary>
    private async Task<Outcome> DeliverAsync(TimeSpan passes)
    {
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);
        proxy.Set(new DynamoDbFault(async exchange =>
        {
            var written = await exchange.ForwardAsync();
            _time.Advance(passes);
            await (passes < Budget ? exchange.AnswerAsync(written) : DynamoDbFault.Silence.ApplyAsync(exchange));
        }));
        using var handler = TestHandler.On(new EngineConnection(proxy.Endpoint, _table.Name), TestTable.SettingsFor(_table.Name), time: _time);
        using var deadline = InvocationDeadline.Start(Timeout, _time);

        return OutcomeIn(await handler.HandleAsync(Connected(1).ToJson(), "request", deadline.Token));
    }
}
