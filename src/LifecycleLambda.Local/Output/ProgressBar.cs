using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>A progress bar on standard error. Without a terminal, Spectre.Console prints a line from time to time.</summary>
internal static class ProgressBar
{
    /// <summary>Runs the work, which reports its progress as a share from 0 to 1.</summary>
    internal static Task ShowAsync(string task, Func<Action<double>, Task> work) => AnsiConsole
        .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(context =>
        {
            var bar = context.AddTask(task, maxValue: 1);
            return work(share => bar.Value = share);
        });
}
