using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.TestKit;

/// <summary>The base of tests that use one table and one handler. The handler's clock stands still until a test advances it.</summary>
public abstract class TableTest(EngineFixture engine) : IAsyncLifetime
{
    private protected EngineFixture Engine => engine;
    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(Noon));
    private protected TestLog Log { get; } = new();
    private protected TestTable Table { get; private set; } = null!;
    private protected LifecycleHandler Handler { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Table = await engine.CreateTableAsync();
        Handler = Table.Handler(log: Log, time: Time);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Handler.Dispose();
        await Log.DisposeAsync();
    }
}
