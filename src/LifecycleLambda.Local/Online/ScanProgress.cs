using System.Diagnostics;

namespace LifecycleLambda.Local.Online;

/// <summary>How far a long scan came, on standard error, every two seconds.</summary>
/// <param name="items">About how many items there are.</param>
internal sealed class ScanProgress(long items)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

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
        Console.Error.Write(Console.IsErrorRedirected ? $"{line}\n" : $"\r{line}\u001b[K");
    }

    /// <summary>Takes the line off a terminal, for what follows.</summary>
    internal static void Clear()
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\u001b[K");
        }
    }
}
