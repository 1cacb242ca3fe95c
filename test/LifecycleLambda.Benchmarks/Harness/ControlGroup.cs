namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A control group, of version 1 or 2, whose quota is the share; for one process, which ends before the group does.</summary>
internal sealed class ControlGroup : IDisposable
{
    private static readonly string[] Hierarchies = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"];

    private readonly DirectoryInfo _folder;

    internal ControlGroup(string parent, int processId)
    {
        _folder = Directory.CreateDirectory(Path.Combine(parent, $"lifecycle-benchmark-{processId}"));
        var (budget, period) = ((long)CpuShare.Budget.TotalMicroseconds, (long)CpuShare.Period.TotalMicroseconds);
        if (Has(_folder, "cpu.max"))
        {
            Write("cpu.max", $"{budget} {period}");
        }
        else
        {
            Write("cpu.cfs_period_us", $"{period}");
            Write("cpu.cfs_quota_us", $"{budget}");
        }

        Write("cgroup.procs", $"{processId}");
    }

    /// <summary>Where such a group can be made: an empty one is.</summary>
    internal static string? FindParent() => Hierarchies.Where(Directory.Exists).FirstOrDefault(parent =>
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(parent, "lifecycle-benchmark"));
            var canLimit = Has(folder, "cpu.max") || Has(folder, "cpu.cfs_quota_us");
            folder.Delete();
            return canLimit;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    public void Dispose() => _folder.Delete();

    private static bool Has(DirectoryInfo folder, string file) => File.Exists(Path.Combine(folder.FullName, file));

    private void Write(string file, string value) => File.WriteAllText(Path.Combine(_folder.FullName, file), value);
}
