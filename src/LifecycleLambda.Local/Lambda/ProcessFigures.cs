using System.Diagnostics;

namespace LifecycleLambda.Local.Lambda;

/// <summary>The resources of a process: resident memory, threads, and open files and sockets.</summary>
internal readonly record struct ProcessFigures(double MebiBytes, double Threads, double Handles)
{
    /// <summary>Measures a process. Returns null if the process has ended.</summary>
    internal static ProcessFigures? Measure(Process process)
    {
        try
        {
            // A separate object, because Process caches values and isn't thread-safe.
            using var copy = Process.GetProcessById(process.Id);
            return new(copy.WorkingSet64 / (1024.0 * 1024.0), copy.Threads.Count, copy.HandleCount);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    internal static ProcessFigures Average(IEnumerable<ProcessFigures> figures)
    {
        return new(Average(f => f.MebiBytes), Average(f => f.Threads), Average(f => f.Handles));

        double Average(Func<ProcessFigures, double> figure) => Math.Round(figures.Select(figure).DefaultIfEmpty().Average(), 2);
    }

    public override string ToString() => $"{MebiBytes:0.0} MiB, {Threads:0.0} threads, {Handles:0.0} handles";
}
