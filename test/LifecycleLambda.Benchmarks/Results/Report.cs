using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a run found.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Machine">Where it took place.</param>
/// <param name="Share">How the share of 128 MB was made.</param>
/// <param name="Candidates">The rows.</param>
/// <param name="Targets">What the native program promises.</param>
internal sealed record Report(
    DateTimeOffset Time, string Machine, string Share, IReadOnlyList<Candidate> Candidates, IReadOnlyList<Target> Targets)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>This machine, as far as figures depend on it.</summary>
    internal static string DescribeMachine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        var processor = model?.Split(": ")[1] ?? "unknown processor";
        return $"{Environment.ProcessorCount} cores, {processor}, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}";
    }

    /// <summary>To the terminal, and to files in a folder.</summary>
    internal void Write(string folder, bool settings)
    {
        var tables = Tables.ToMarkdown(this, settings);
        Console.WriteLine($"\n{tables}\nWritten to {Directory.CreateDirectory(folder)}");
        File.WriteAllText(Path.Combine(folder, settings ? "settings.md" : "results.md"), tables);
        if (!settings)
        {
            File.WriteAllText(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(this, Json) + "\n");
            File.WriteAllText(Path.Combine(folder, "chart.svg"), Chart.Draw(Candidates));
        }
    }
}
