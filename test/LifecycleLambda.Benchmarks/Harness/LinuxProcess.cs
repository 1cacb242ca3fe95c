using System.Runtime.InteropServices;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>What .NET does not tell of, or do to, another process.</summary>
internal static partial class LinuxProcess
{
    internal const int Continue = 18;
    internal const int Stop = 19;

    private const int SchedulerClock = 2;

    /// <summary>User and system time of all its threads, dead ones too, to the nanosecond; absent once it has ended.</summary>
    internal static TimeSpan? CpuTime(int processId)
    {
        // How Linux names the CPU clock of a process (clock_getcpuclockid).
        var clock = (~processId << 3) | SchedulerClock;
        return GetTime(clock, out var time) is 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Signal(int processId, int signal);

    /// <summary>Lets the calling thread rest, in µs: .NET's shortest rest is a millisecond, and <see cref="CpuShare.Budget"/> is 1.4.</summary>
    [LibraryImport("libc", EntryPoint = "usleep")]
    internal static partial void Rest(uint microseconds);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
