using System.Diagnostics;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>
/// The share without a control group: a process that has used up its budget is stopped until the period ends. What it used too much
/// is taken from the next periods.
/// </summary>
internal sealed class StopAndContinue : IDisposable
{
    /// <summary>Between two looks at the process's time, in µs: what it can use too much.</summary>
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
        var limit = TimeSpan.MaxValue;
        while (!_ended && LinuxProcess.CpuTime(_processId) is { } used)
        {
            limit = (used < limit ? used : limit) + CpuShare.Budget;
            var period = Stopwatch.StartNew();
            while (CpuShare.Period - period.Elapsed is var left && left > TimeSpan.Zero)
            {
                if (LinuxProcess.CpuTime(_processId) < limit)
                {
                    LinuxProcess.Rest(BetweenLooks);
                    continue;
                }

                _ = LinuxProcess.Signal(_processId, LinuxProcess.Stop);
                LinuxProcess.Rest((uint)left.TotalMicroseconds);
                _ = LinuxProcess.Signal(_processId, LinuxProcess.Continue);
            }
        }
    }
}
