using System.Net.Security;

namespace LifecycleLambda.Bootstrap.DynamoDb;

/// <summary>
/// A connection that is opened on a thread of its own while the function starts: loading OpenSSL and shaking hands take as long as
/// everything else before the first write.
/// </summary>
internal sealed class EarlyConnection : IDisposable
{
    /// <summary>Lambda can keep a started function for hours before its first event; DynamoDB does not keep a silent connection.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    // What waits for the connection goes on with it on the thread that opened it: to wake another would take longer.
    private readonly TaskCompletionSource<SslStream> _opened = new();
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private int _isTaken;

    internal EarlyConnection(Func<SslStream> open, TimeProvider time)
    {
        _time = time;
        _start = time.GetUtcNow();
        new Thread(() => Open(open)) { IsBackground = true }.Start();
    }

    /// <summary>Waits for the connection and hands it over, once.</summary>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns><see langword="null"/> where it is taken or too old.</returns>
    internal async Task<SslStream?> TakeAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) is 1)
        {
            return null;
        }

        if (_time.GetUtcNow() - _start >= Lifetime)
        {
            Close();
            return null;
        }

        try
        {
            return await _opened.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Close();
            throw;
        }
    }

    /// <summary>Closes it, if nobody has taken it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) is 0)
        {
            Close();
        }
    }

    private void Open(Func<SslStream> open)
    {
        try
        {
            _opened.SetResult(open());
        }
        catch (Exception exception)
        {
            // Whoever takes the connection hears of it, and tries again.
            _opened.SetException(exception);
        }
    }

    private void Close() => _opened.Task.ContinueWith(
        static opened =>
        {
            if (opened.IsCompletedSuccessfully)
            {
                opened.Result.Dispose();
            }
            else
            {
                _ = opened.Exception;
            }
        },
        TaskScheduler.Default);
}
