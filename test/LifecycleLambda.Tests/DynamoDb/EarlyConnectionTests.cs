using System.Net.Security;
using LifecycleLambda.Bootstrap.DynamoDb;
using LifecycleLambda.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class EarlyConnectionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ClosableStream _stream = new();

    public void Dispose() => _stream.Dispose();

    [Fact]
    public async Task Connection_is_handed_over_once()
    {
        var opened = new SslStream(_stream);
        using var connection = new EarlyConnection(() => opened, _time);

        Assert.Same(opened, await TakeAsync(connection));
        Assert.Null(await TakeAsync(connection));
    }

    [Fact]
    public async Task Connection_that_was_never_needed_is_closed()
    {
        using (new EarlyConnection(() => new SslStream(_stream), _time))
        {
        }

        await _stream.Closed.WaitAsync(FunctionUnderTest.Timeout, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Connection_that_has_waited_too_long_is_closed_and_not_handed_over()
    {
        using var connection = new EarlyConnection(() => new SslStream(_stream), _time);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Null(await TakeAsync(connection));
        await _stream.Closed.WaitAsync(FunctionUnderTest.Timeout, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Failure_is_told_to_whoever_takes_the_connection()
    {
        using var connection = new EarlyConnection(() => throw new IOException("refused"), _time);

        Assert.Equal("refused", (await Assert.ThrowsAsync<IOException>(() => TakeAsync(connection))).Message);
        Assert.Null(await TakeAsync(connection));
    }

    [Fact]
    public async Task Connection_that_was_given_up_is_closed_when_it_comes_after_all()
    {
        using var comes = new ManualResetEventSlim();
        using var connection = new EarlyConnection(
            () =>
            {
                comes.Wait(FunctionUnderTest.Timeout);
                return new SslStream(_stream);
            },
            _time);
        using var gaveUp = new CancellationTokenSource();
        var taken = connection.TakeAsync(gaveUp.Token);
        await gaveUp.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => taken);
        comes.Set();
        await _stream.Closed.WaitAsync(FunctionUnderTest.Timeout, TestContext.Current.CancellationToken);
    }

    private static Task<SslStream?> TakeAsync(EarlyConnection connection) => connection.TakeAsync(TestContext.Current.CancellationToken);

    private sealed class ClosableStream : MemoryStream
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Closed => _closed.Task;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _closed.TrySetResult();
        }
    }
}
