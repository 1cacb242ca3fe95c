using System.Diagnostics;

namespace LifecycleLambda.Local.Lambda;

/// <summary>What a function process holds on to.</summary>
/// <param name="MebiBytes">Resident memory, MiB.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Handles">Its open files and sockets.</param>
internal readonly record struct ProcessFigures(double MebiBytes, double Threads, double Handles)
{
    /// <returns><see langword="null"/> where it has ended.</returns>
    internal static ProcessFigures? Of(Process process)
    {
        try
        {
            // A look of its own: others may look at the same one at the same time.
            using var look = Process.GetProcessById(process.Id);
            return new(look.WorkingSet64 / (1024.0 * 1024.0), look.Threads.Count, look.HandleCount);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    internal static ProcessFigures Average(IReadOnlyCollection<ProcessFigures> figures)
    {
        return figures.Count is 0 ? default : new(Average(f => f.MebiBytes), Average(f => f.Threads), Average(f => f.Handles));

        double Average(Func<ProcessFigures, double> figure) => Math.Round(figures.Average(figure), 2);
    }

    /// <summary>For a person.</summary>
    public override string ToString() => $"{MebiBytes:0.0} MiB, {Threads:0.0} threads, {Handles:0.0} handles";
}
