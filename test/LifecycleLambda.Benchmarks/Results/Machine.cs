using System.Runtime.InteropServices;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>Where the run took place, as far as figures depend on it.</summary>
internal static class Machine
{
    internal static string Describe() =>
        $"{Environment.ProcessorCount} cores, {ProcessorModel()}, {OperatingSystemName()}, {RuntimeInformation.OSArchitecture}";

    private static string ProcessorModel() => Value("/proc/cpuinfo", "model name", ':') ?? "unknown processor";

    private static string OperatingSystemName() =>
        Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string? Value(string file, string key, char separator) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(separator, 2)[1].Trim()
        : null;
}
