using System.Text.Json;
using System.Text.Json.Serialization;
using LifecycleLambda.Benchmarks.Harness;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What a run found.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Machine">Where it took place.</param>
/// <param name="Share">How the share of 128 MB was made; absent where it could not be.</param>
/// <param name="Candidates">The rows.</param>
/// <param name="Targets">What the native program promises.</param>
internal sealed record Report(
    DateTimeOffset Time, string Machine, string? Share, IReadOnlyList<Row> Candidates, IReadOnlyList<Target> Targets)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static Report Of(IEnumerable<CandidateResult> results, CpuShare? share)
    {
        Row[] rows = [.. results.Select(result => result.ToRow())];
        return new(DateTimeOffset.UtcNow, Results.Machine.Describe(), share?.Method, rows, Results.Targets.Of(rows));
    }

    /// <returns>The files written.</returns>
    internal IEnumerable<string> Write(string folder, bool settings)
    {
        Directory.CreateDirectory(folder);
        (string Name, string Text)[] files = settings
            ? [("settings.md", Tables.ToMarkdown(this, settings))]
            :
            [
                ("results.json", JsonSerializer.Serialize(this, Json) + "\n"),
                ("results.md", Tables.ToMarkdown(this, settings)),
                ("chart.svg", Chart.Draw(this)),
            ];
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, text);
            yield return file;
        }
    }
}
