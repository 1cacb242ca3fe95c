using System.Diagnostics;

namespace LifecycleLambda.Local.Online;

/// <summary>How far a long scan came, on standard error, every two seconds.</summary>
/// <param name="items">About how many items there are.</param>
internal sealed class ScanProgress(long items)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // There is one terminal.
    private static bool _isShown;

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private long _read;

    internal void Add(int read)
    {
        _read += read;
        if (_since.Elapsed < Pause)
        {
            return;
        }

        _since.Restart();
        // DynamoDB's own count is hours old: it can be lower than what was read.
        var line = items > _read ? $"{_read:N0} of about {items:N0} clients read" : $"{_read:N0} clients read";
        _isShown = !Console.IsErrorRedirected;
        Console.Error.Write(_isShown ? $"\r{line}\u001b[K" : $"{line}\n");
    }

    /// <summary>Takes the line off a terminal, for what follows.</summary>
    internal static void Clear()
    {
        if (_isShown)
        {
            Console.Error.Write("\r\u001b[K");
            _isShown = false;
        }
    }
}
