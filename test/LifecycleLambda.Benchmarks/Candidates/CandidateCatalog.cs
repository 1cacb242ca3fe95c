using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>What is measured, and how it is built from the sources.</summary>
internal sealed class CandidateCatalog(string root, bool noBuild, CancellationToken cancellationToken)
{
    private readonly string _function = Path.Combine(root, "src", "LifecycleLambda.Bootstrap");
    private readonly string _benchmark = Path.Combine(root, "test", "LifecycleLambda.Benchmarks");
    private readonly string _work = Path.Combine(root, "artifacts", "benchmark");

    private Candidate Native => Published("native", "LifecycleLambda, native", _function, "bootstrap");

    private Candidate Floor => Published("floor", "Floor: native C# on the same SDK", Path.Combine(_benchmark, "peers", "floor"), "floor");

    /// <summary>The function beside its peers.</summary>
    internal List<Candidate> Comparison()
    {
        string[] portable = ["-p:PublishAot=false", "-p:UseAppHost=false", "--self-contained", "false"];
        var node = Path.Combine(_work, "node");
        var bundle = Path.Combine(node, "index.cjs");
        var python = Path.Combine(_benchmark, "peers", "python");
        return
        [
            Native,
            Published("portable", $"Portable: ReadyToRun, .NET {Environment.Version}", _function, "bootstrap.dll", portable),
            Floor,
            .. Peer("node", "Node.js", node, new("node") { Arguments = [bundle] }, () => BundleAsync(bundle)),
            .. Peer("python", "Python", python, new("python3") { Arguments = [Path.Combine(python, "main.py")] }, FindPythonAsync),
        ];
    }

    /// <summary>The native program beside itself without one setting, for each of them.</summary>
    internal List<Candidate> Settings()
    {
        var native = Native;
        var inline = new Candidate("inline", "without inline completions", native.Folder, native.Program)
        {
            Environment = [new("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "0")],
        };
        var takeBack = $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(_benchmark, "settings.targets")}";
        var options = XDocument.Load(Path.Combine(_function, "LifecycleLambda.Bootstrap.csproj"))
            .Descendants("RuntimeHostConfigurationOption")
            .Select(option => option.Attribute("Include")!.Value)
            .Select(option => Without(option, takeBack, $"-p:TakenBack={option}"));
        return [native, inline, Without("OptimizationPreference", "-p:OptimizationPreference="), .. options, Floor];

        Candidate Without(string setting, params string[] arguments) =>
            Published(setting, $"without {setting}", _function, "bootstrap", arguments);
    }

    /// <summary>A peer as people write it, and with the same warm-up.</summary>
    private static Candidate[] Peer(string key, string language, string folder, FunctionProgram program, Func<Task<string>> buildAsync) =>
    [
        new(key, language, folder, program) { BuildAsync = async peer => peer.Title = await buildAsync() },
        new($"{key}-warm", $"{language}, with the same warm-up", folder, program)
        {
            BuildAsync = _ => buildAsync(),
            WarmsUp = true,
            Environment = [new("BENCHMARK_WARM_UP", "1")],
        },
    ];

    private Candidate Published(string key, string title, string project, string program, params string[] arguments)
    {
        var folder = Path.Combine(_work, key);
        return new(key, title, folder, new FunctionProgram(Path.Combine(folder, program)))
        {
            BuildAsync = _ => noBuild ? Task.CompletedTask : PublishAsync(key, project, folder, arguments),
        };
    }

    private async Task PublishAsync(string key, string project, string folder, string[] arguments)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        // Intermediate files of its own: what was compiled with one setting must not count as up to date with another.
        string[] publish = ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder, "-p:DebugType=none"];
        await Tool.RunAsync("dotnet", [.. publish, "--artifacts-path", Path.Combine(_work, "build", key), .. arguments], root, cancellationToken);
    }

    private async Task<string> BundleAsync(string bundle)
    {
        var source = Path.Combine(_benchmark, "peers", "node");
        var version = await Tool.RunAsync("node", ["--version"], source, cancellationToken);
        if (!noBuild)
        {
            await Tool.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], source, cancellationToken);
            await Tool.RunAsync("npm", ["run", "bundle", "--", $"--outfile={bundle}"], source, cancellationToken);
        }

        var package = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(source, "package.json"), cancellationToken))!;
        return $"Node.js {version.TrimStart('v')}, @aws-sdk/client-dynamodb {package["dependencies"]!["@aws-sdk/client-dynamodb"]}";
    }

    private Task<string> FindPythonAsync() => Tool.RunAsync(
        "python3",
        ["-c", "import boto3, platform; print(f'Python {platform.python_version()}, boto3 {boto3.__version__}')"],
        root,
        cancellationToken);
}
