using LifecycleLambda.Local;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>Limits one process to the CPU share of a memory size, by a Linux control group of version 1 or 2.</summary>
internal sealed class ControlGroup : IDisposable
{
    private const int PeriodMicroseconds = 20_000;

    private static readonly string[] Hierarchies = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"];

    private readonly DirectoryInfo _folder;

    /// <summary>Limits a process, which must end before the group is disposed of.</summary>
    internal ControlGroup(string hierarchy, int processId, int memoryMb)
    {
        _folder = Directory.CreateDirectory(Path.Combine(hierarchy, $"lifecycle-benchmark-{processId}"));
        // Lambda gives CPU in proportion to memory; 1,769 MB get one vCPU.
        var quota = PeriodMicroseconds * memoryMb / 1769;
        if (Has(_folder, "cpu.max"))
        {
            Write("cpu.max", $"{quota} {PeriodMicroseconds}");
        }
        else
        {
            Write("cpu.cfs_period_us", $"{PeriodMicroseconds}");
            Write("cpu.cfs_quota_us", $"{quota}");
        }

        Write("cgroup.procs", $"{processId}");
    }

    /// <summary>Finds a hierarchy that we may write to, by creating and deleting an empty group.</summary>
    internal static string FindHierarchy() => Hierarchies.FirstOrDefault(CanLimit) ?? throw new UserErrorException(
        "Can't limit a function to its CPU share, because no control group with a CPU limit can be created under /sys/fs/cgroup: " +
        "run the benchmark as root on Linux, in a container with --privileged.");

    public void Dispose() => _folder.Delete();

    private static bool CanLimit(string hierarchy)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(hierarchy, "lifecycle-benchmark"));
            var canLimit = Has(folder, "cpu.max") || Has(folder, "cpu.cfs_quota_us");
            folder.Delete();
            return canLimit;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Has(DirectoryInfo folder, string file) => File.Exists(Path.Combine(folder.FullName, file));

    private void Write(string file, string value) => File.WriteAllText(Path.Combine(_folder.FullName, file), value);
}
