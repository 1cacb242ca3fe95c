using System.Globalization;
using System.Runtime.InteropServices;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>What Linux knows of another process.</summary>
internal static partial class ProcessFigures
{
    private const int SchedulerClock = 2;

    /// <summary>User and system time of all its threads, dead ones too, to the nanosecond.</summary>
    internal static TimeSpan CpuTime(int processId)
    {
        // How Linux names the CPU clock of a process (clock_getcpuclockid).
        var clock = (~processId << 3) | SchedulerClock;
        return GetTime(clock, out var time) is 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : throw new CandidateFailedException("its CPU time cannot be read");
    }

    /// <summary>The most memory that it ever had resident, in MiB.</summary>
    internal static double PeakMemory(int processId) =>
        File.ReadLines($"/proc/{processId}/status")
            .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture) / 1024)
            .Single();

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
