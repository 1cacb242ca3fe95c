using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests;

/// <summary>The folders of a project form layers. A folder uses only folders of lower layers.</summary>
public sealed class ArrowTests
{
    // The layers are listed from the top down. The dot is the project's root.
    [Theory]
    [InlineData("LifecycleLambda", ".", "Logging", "Payloads", "Presence", "Events DynamoDb")]
    [InlineData("LifecycleLambda.Local", "Commands", "Simulation Broker Online", "Output", "Queues Pipes", "DynamoDb Lambda", ".")]
    public void Every_arrow_between_folders_points_down(string project, params string[] layers)
    {
        var levels = layers.Index().SelectMany(layer => layer.Item.Split(' ').Select(folder => (folder, layer.Index))).ToDictionary();
        var folders = levels.Keys.Where(folder => folder is not ".").ToList();
        var arrows = (
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src", project), "*.cs", SearchOption.AllDirectories)
            let code = File.ReadAllText(file)
            // Program.cs is left out because it has no namespace: it starts everything.
            from home in Regex.Matches(code, $@"^namespace {project}\.?(\w*);", RegexOptions.Multiline)
            from used in Regex.Matches(code, $@"(?<![\w.])(?:{project}\.)?({string.Join('|', folders)})(?=;|\.[A-Z])")
            select (File: file, From: home.Groups[1].Length > 0 ? home.Groups[1].Value : ".", To: used.Groups[1].Value)).ToList();

        Assert.Subset(arrows.Select(arrow => arrow.From).ToHashSet(), folders.ToHashSet());
        Assert.All(arrows.Where(arrow => arrow.From != arrow.To), arrow => Assert.True(levels[arrow.From] < levels[arrow.To], $"{arrow}"));
    }
}
