namespace LifecycleLambda.Local.Commands;

/// <summary>The program's exit codes.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>An event failed, a client ended up wrong, or the table has no such client.</summary>
    internal const int Failed = 1;

    /// <summary>The command couldn't run because of bad input, or without the engine or the function.</summary>
    internal const int CannotRun = 2;

    /// <summary>The command was stopped by Ctrl-C: 128 + SIGINT.</summary>
    internal const int Interrupted = 130;
}
