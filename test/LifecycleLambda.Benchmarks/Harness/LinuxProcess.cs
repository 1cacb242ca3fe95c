using System.Runtime.InteropServices;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>Reads the CPU time of another process to the nanosecond; .NET reads it in steps of 10 ms.</summary>
internal static partial class LinuxProcess
{
    private const int SchedulerClock = 2;

    /// <summary>Returns the user and system time of all threads, ended ones too, or null if the process has ended.</summary>
    internal static TimeSpan? CpuTime(int processId)
    {
        // This is how Linux numbers the CPU clock of a process (clock_getcpuclockid).
        var clock = (~processId << 3) | SchedulerClock;
        return GetTime(clock, out var time) is 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
