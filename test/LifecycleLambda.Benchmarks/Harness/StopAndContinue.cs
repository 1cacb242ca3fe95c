using System.Diagnostics;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>
/// The share without a control group: a process that has used up its budget is stopped until the period ends. What it used too much
/// is taken from the next periods.
/// </summary>
internal sealed class StopAndContinue : IDisposable
{
    private const uint BetweenLooks = 100;

    private readonly int _processId;
    private readonly Thread _thread;
    private volatile bool _ended;

    internal StopAndContinue(int processId)
    {
        _processId = processId;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
    }

    private void Run()
    {
        var left = TimeSpan.Zero;
        while (!_ended && LinuxProcess.CpuTime(_processId) is { } before)
        {
            var start = Stopwatch.GetTimestamp();
            left = left < TimeSpan.Zero ? left + CpuShare.Budget : CpuShare.Budget;
            var used = TimeSpan.Zero;
            while (used < left && Stopwatch.GetElapsedTime(start) < CpuShare.Period)
            {
                LinuxProcess.Sleep(BetweenLooks);
                used = LinuxProcess.CpuTime(_processId) - before ?? used;
            }

            left -= used;
            if (Stopwatch.GetElapsedTime(start) is var spent && spent < CpuShare.Period)
            {
                _ = LinuxProcess.Signal(_processId, LinuxProcess.Stop);
                LinuxProcess.Sleep((uint)(CpuShare.Period - spent).TotalMicroseconds);
                _ = LinuxProcess.Signal(_processId, LinuxProcess.Continue);
            }
        }
    }
}
