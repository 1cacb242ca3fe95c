using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>Chooses the report that fits where standard output goes.</summary>
internal static class Report
{
    internal static IReport For(bool json) => json
        ? new JsonReport(Console.Out, Console.Error)
        : Console.IsOutputRedirected ? new PlainReport(Console.Out, Console.Error) : new TerminalReport(AnsiConsole.Console);
}
