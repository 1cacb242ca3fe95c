namespace LifecycleLambda.Local.Commands;

/// <summary>What a script can tell from the exit code.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>An event failed, or a simulated client ended up wrong.</summary>
    internal const int Failed = 1;

    /// <summary>It could not run at all: bad input, no engine, no function.</summary>
    internal const int CannotRun = 2;

    /// <summary>Ended by Ctrl-C: 128 + SIGINT.</summary>
    internal const int Interrupted = 130;
}
