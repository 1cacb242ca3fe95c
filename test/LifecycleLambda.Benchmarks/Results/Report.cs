using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Local;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The result of a run.</summary>
/// <param name="Hierarchy">The hierarchy of control groups that limited the CPU.</param>
/// <param name="BatchSize">The batch size of buffered events.</param>
/// <param name="Candidates">The rows.</param>
internal sealed record Report(string Hierarchy, int BatchSize, IReadOnlyList<Candidate> Candidates)
{
    private const string Marker = "<!-- The benchmark writes the lines between this one and the next one like it. -->\n";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public DateTimeOffset Time { get; } = DateTimeOffset.UtcNow;

    /// <summary>The machine, as far as figures depend on it.</summary>
    public string Machine { get; } = DescribeMachine();

    /// <summary>The limits that the native program should keep.</summary>
    public IReadOnlyList<Target> Targets { get; } = Target.CreateAll(Candidates);

    /// <summary>Writes the JSON and the chart to a folder, and the tables to the page of the same name beside it.</summary>
    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(this, Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "chart.svg"), Chart.Draw(Candidates));
        var page = $"{folder}.md";
        var parts = File.Exists(page) ? File.ReadAllText(page).Split(Marker) : ["", "", ""];
        if (parts is not [var before, _, var after])
        {
            throw new UserErrorException($"Can't write the tables to {page}: it must contain this line twice: {Marker}");
        }

        File.WriteAllText(page, $"{before}{Marker}\n{Tables.Format(this)}\n{Marker}{after}");
    }

    private static string DescribeMachine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        var processor = model?.Split(": ")[1] ?? "unknown processor";
        return $"{Environment.ProcessorCount} cores, {processor}, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}";
    }
}
