namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A control group, of version 1 or 2, whose quota is the share; for one process, which ends before the group does.</summary>
internal sealed class ControlGroup : IDisposable
{
    private static readonly string[] Hierarchies = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"];

    private readonly string _folder;

    /// <exception cref="IOException">The kernel does not take it.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not for this user to make.</exception>
    internal ControlGroup(string parent, int? processId = null)
    {
        _folder = Directory.CreateDirectory(Path.Combine(parent, $"lifecycle-benchmark-{Guid.NewGuid():N}")).FullName;
        try
        {
            var (budget, period) = ((long)CpuShare.Budget.TotalMicroseconds, (long)CpuShare.Period.TotalMicroseconds);
            if (File.Exists(Path.Combine(_folder, "cpu.max")))
            {
                Write("cpu.max", $"{budget} {period}");
            }
            else
            {
                Write("cpu.cfs_period_us", $"{period}");
                Write("cpu.cfs_quota_us", $"{budget}");
            }

            if (processId is not null)
            {
                Write("cgroup.procs", $"{processId}");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where such a group can be made: one is tried, without a process.</summary>
    internal static string? FindParent() => Hierarchies.Where(Directory.Exists).FirstOrDefault(parent =>
    {
        try
        {
            new ControlGroup(parent).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    public void Dispose() => Directory.Delete(_folder);

    private void Write(string file, string value) => File.WriteAllText(Path.Combine(_folder, file), value);
}
