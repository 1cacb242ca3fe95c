using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a run found.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Machine">Where it took place.</param>
/// <param name="Share">How the share of 128 MB was made; absent where it could not be.</param>
/// <param name="Candidates">The rows.</param>
/// <param name="Targets">What the native program promises.</param>
internal sealed record Report(
    DateTimeOffset Time, string Machine, string? Share, IReadOnlyList<Candidate> Candidates, IReadOnlyList<Target> Targets)
{
    private const string ProcessorInfo = "/proc/cpuinfo";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>This machine, as far as figures depend on it.</summary>
    internal static string DescribeMachine()
    {
        var lines = File.Exists(ProcessorInfo) ? File.ReadLines(ProcessorInfo) : [];
        var processor = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown processor";
        return $"{Environment.ProcessorCount} cores, {processor}, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}";
    }

    /// <returns>The files written.</returns>
    internal IEnumerable<string> Write(string folder, bool settings)
    {
        Directory.CreateDirectory(folder);
        var tables = Tables.ToMarkdown(this, settings);
        Dictionary<string, string> files = settings
            ? new() { ["settings.md"] = tables }
            : new() { ["results.json"] = JsonSerializer.Serialize(this, Json) + "\n", ["results.md"] = tables, ["chart.svg"] = Chart.Draw(Candidates) };
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, text);
            yield return file;
        }
    }
}
