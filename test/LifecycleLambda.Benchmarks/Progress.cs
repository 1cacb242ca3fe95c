using System.Diagnostics;
using Spectre.Console;

namespace LifecycleLambda.Benchmarks;

/// <summary>What the run does at the moment: one live line in a terminal, plain lines in a pipe.</summary>
internal sealed class Progress
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly StatusContext? _status;
    private string _step = "";

    private Progress(StatusContext? status) => _status = status;

    internal static Task<T> RunAsync<T>(Func<Progress, Task<T>> run) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? AnsiConsole.Status().StartAsync("Starting", status => run(new Progress(status)))
            : run(new Progress(null));

    /// <summary>A new step; in a terminal the one before stays on the screen.</summary>
    internal void Step(string step)
    {
        _step = step;
        if (_status is null)
        {
            Console.WriteLine($"[{_time.Elapsed.TotalSeconds,4:0} s] {step}");
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]{_time.Elapsed.TotalSeconds,4:0} s[/] {step}");
            _status.Status(Markup.Escape(step));
        }
    }

    /// <summary>Where the step is; shown in a terminal only.</summary>
    internal void Detail(string detail) => _status?.Status(Markup.Escape($"{_step}: {detail}"));

    /// <summary>Something that the reader must know.</summary>
    internal static void Warn(string message) => AnsiConsole.MarkupLineInterpolated($"[yellow]{message}[/]");
}
