using System.Diagnostics;

namespace LifecycleLambda.Local.Online;

/// <summary>How far a long scan came, on standard error, every two seconds.</summary>
internal sealed class ScanProgress(long items)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private bool _shown;

    internal void Show(long scanned)
    {
        if (_since.Elapsed < Pause)
        {
            return;
        }

        _since.Restart();
        // DynamoDB's own count is hours old: it can be lower than what was read.
        var line = items > scanned ? $"{scanned:N0} of about {items:N0} clients read" : $"{scanned:N0} clients read";
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(line);
            return;
        }

        Console.Error.Write($"\r{line}\u001b[K");
        _shown = true;
    }

    /// <summary>Takes the line off a terminal, for what follows.</summary>
    internal void Clear()
    {
        if (_shown)
        {
            Console.Error.Write("\r\u001b[K");
            _shown = false;
        }
    }
}
