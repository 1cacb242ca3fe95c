using System.Globalization;
using System.Text;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A control group, of version 1 or 2, whose quota is the share; for one process.</summary>
internal sealed class ControlGroup : IDisposable
{
    private static readonly string[] Hierarchies = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup"];

    private readonly string _parent;
    private readonly string _folder;
    private readonly string _processId;

    internal ControlGroup(string parent, int processId)
    {
        _parent = parent;
        _processId = processId.ToString(CultureInfo.InvariantCulture);
        _folder = Directory.CreateDirectory(Path.Combine(parent, $"lifecycle-benchmark-{processId}")).FullName;
        try
        {
            var (budget, period) = ((long)CpuShare.Budget.TotalMicroseconds, (long)CpuShare.Period.TotalMicroseconds);
            if (File.Exists(Path.Combine(_folder, "cpu.max")))
            {
                Write(_folder, "cpu.max", $"{budget} {period}");
            }
            else
            {
                Write(_folder, "cpu.cfs_period_us", $"{period}");
                Write(_folder, "cpu.cfs_quota_us", $"{budget}");
            }

            Write(_folder, "cgroup.procs", _processId);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where such a group can be made: tried with a process of its own.</summary>
    internal static string? FindParent() => Hierarchies.Where(Directory.Exists).FirstOrDefault(parent =>
    {
        using var process = System.Diagnostics.Process.Start("sleep", "60");
        try
        {
            new ControlGroup(parent, process.Id).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    });

    public void Dispose()
    {
        try
        {
            Write(_parent, "cgroup.procs", _processId);
        }
        catch (IOException)
        {
            // It has ended, and left the group by that.
        }

        Directory.Delete(_folder);
    }

    // The files are the kernel's: one is never made.
    private static void Write(string folder, string file, string value)
    {
        using var stream = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Write);
        stream.Write(Encoding.ASCII.GetBytes(value));
    }
}
