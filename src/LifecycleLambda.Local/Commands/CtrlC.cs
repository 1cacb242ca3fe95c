namespace LifecycleLambda.Local.Commands;

/// <summary>
/// Takes Ctrl-C as a key where there is a keyboard: the terminal would send the signal to the engine and the functions too, which
/// are still needed.
/// </summary>
internal sealed class CtrlC : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly bool _hasKeyboard = !Console.IsInputRedirected;

    /// <param name="pressed">Cancelled when it is pressed; until it is, the keyboard is watched.</param>
    internal CtrlC(CancellationTokenSource pressed)
    {
        if (_hasKeyboard)
        {
            Console.TreatControlCAsInput = true;
            _ = WatchAsync(pressed, pressed.Token);
        }
    }

    public void Dispose()
    {
        if (_hasKeyboard)
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private static async Task WatchAsync(CancellationTokenSource pressed, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (!Console.KeyAvailable)
            {
                await Task.Delay(Interval, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (Console.ReadKey(intercept: true) is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
            {
                await pressed.CancelAsync();
            }
        }
    }
}
