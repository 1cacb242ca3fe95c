using System.Text.Json;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>Node.js with the AWS SDK for JavaScript v3, bundled and minified by esbuild.</summary>
internal sealed class NodePeer(string peers, string work, bool noBuild)
{
    private readonly string _source = Path.Combine(peers, "node");
    private readonly string _folder = Path.Combine(work, "node");

    internal async Task<Candidate> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = await Tool.RunAsync("node", ["--version"], _source, cancellationToken);
            if (!noBuild)
            {
                await Tool.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], _source, cancellationToken);
                await Tool.RunAsync(
                    "npm",
                    ["run", "bundle", "--", $"--outfile={Path.Combine(_folder, "index.cjs")}"],
                    _source,
                    cancellationToken);
            }

            return new Candidate("node", $"Node.js {version.TrimStart('v')}, @aws-sdk/client-dynamodb {SdkVersion()}")
            {
                FileName = Tool.Find("node")!,
                Arguments = [Path.Combine(_folder, "index.cjs")],
                Folder = _folder,
            };
        }
        catch (ToolException exception)
        {
            return new Candidate("node", "Node.js") { Missing = exception.Message };
        }
    }

    private string SdkVersion()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(_source, "package.json")));
        return package.RootElement.GetProperty("dependencies").GetProperty("@aws-sdk/client-dynamodb").GetString()!;
    }
}
