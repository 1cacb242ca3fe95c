namespace LifecycleLambda.Local.Commands;

/// <summary>
/// Takes Ctrl-C as a key where there is a keyboard: the terminal would send the signal to the engine and the functions too, which
/// are still needed.
/// </summary>
internal sealed class CtrlC : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _disposed = new();
    private readonly Task _watch = Task.CompletedTask;

    /// <param name="pressed">Cancelled when it is pressed.</param>
    internal CtrlC(CancellationTokenSource pressed)
    {
        if (!Console.IsInputRedirected)
        {
            Console.TreatControlCAsInput = true;
            _watch = WatchAsync(pressed);
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _watch.GetAwaiter().GetResult();
        _disposed.Dispose();
        if (!Console.IsInputRedirected)
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private async Task WatchAsync(CancellationTokenSource pressed)
    {
        while (!_disposed.IsCancellationRequested)
        {
            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true) is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                {
                    await pressed.CancelAsync();
                }
            }

            await Task.Delay(Interval, _disposed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
