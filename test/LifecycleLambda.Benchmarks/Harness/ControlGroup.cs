using System.Globalization;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A control group of one process, version 1 or 2, whose quota is the share.</summary>
internal sealed class ControlGroup : IDisposable
{
    private const string Processes = "cgroup.procs";
    private const string Quota1 = "cpu.cfs_quota_us";
    private const string Quota2 = "cpu.max";

    private static readonly string[] Hierarchies = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup"];

    private readonly string _parent;
    private readonly string _folder;
    private readonly string _processId;

    /// <exception cref="IOException">The process has ended.</exception>
    internal ControlGroup(string parent, int processId)
    {
        _parent = parent;
        _processId = processId.ToString(CultureInfo.InvariantCulture);
        _folder = Create(parent, $"lifecycle-benchmark-{processId}");
        Write(_folder, Processes, _processId);
    }

    /// <summary>Where a group with a quota can be made.</summary>
    internal static string? FindParent() => Hierarchies.FirstOrDefault(CanHoldGroup);

    public void Dispose()
    {
        try
        {
            Write(_parent, Processes, _processId);
        }
        catch (IOException)
        {
            // It has ended, and left the group by that.
        }

        Directory.Delete(_folder);
    }

    private static bool CanHoldGroup(string parent)
    {
        try
        {
            Directory.Delete(Create(parent, $"lifecycle-benchmark-{Environment.ProcessId}"));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Create(string parent, string name)
    {
        if (!Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException(parent);
        }

        var folder = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        var (budget, period) = ((long)CpuShare.Budget.TotalMicroseconds, (long)CpuShare.Period.TotalMicroseconds);
        try
        {
            if (File.Exists(Path.Combine(folder, Quota1)))
            {
                Write(folder, "cpu.cfs_period_us", $"{period}");
                Write(folder, Quota1, $"{budget}");
            }
            else
            {
                Write(folder, Quota2, $"{budget} {period}");
            }

            return folder;
        }
        catch
        {
            Directory.Delete(folder);
            throw;
        }
    }

    // The files are the kernel's: one is never made.
    private static void Write(string folder, string file, string value)
    {
        using var stream = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Write);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(value));
    }
}
