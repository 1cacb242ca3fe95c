using Spectre.Console;

namespace LifecycleLambda.Local.Commands;

/// <summary>A progress bar in a terminal, a line per tenth on standard error in a pipe.</summary>
internal static class ProgressBar
{
    /// <summary>Runs the work, which reports its progress as a share from 0 to 1.</summary>
    internal static async Task<T> ShowAsync<T>(bool quiet, Func<Action<double>, Task<T>> work)
    {
        if (quiet)
        {
            return await work(_ => { });
        }

        if (Console.IsOutputRedirected)
        {
            var tenth = 0;
            var gate = new Lock();
            return await work(share =>
            {
                lock (gate)
                {
                    // Deliveries finish out of order; the progress only grows.
                    if ((int)(share * 10) is var reached && reached > tenth)
                    {
                        tenth = reached;
                        Console.Error.WriteLine($"{tenth * 10} %");
                    }
                }
            });
        }

        return await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("Delivering events", maxValue: 1);
                return work(share => bar.Value = share);
            });
    }
}
