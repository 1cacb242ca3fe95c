using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>Builds the candidates, or says why one cannot run here.</summary>
internal sealed class CandidateCatalog(string root, BenchmarkOptions options, CancellationToken cancellationToken)
{
    private readonly string _function = Path.Combine(root, "src", "LifecycleLambda.Bootstrap");
    private readonly string _benchmark = Path.Combine(root, "test", "LifecycleLambda.Benchmarks");
    private readonly string _work = Path.Combine(root, "artifacts", "benchmark");

    /// <summary>The function beside its peers.</summary>
    internal async Task<List<Candidate>> PrepareAsync()
    {
        List<Candidate> candidates = [];
        if (options.WantsCandidate("native"))
        {
            candidates.Add(await NativeAsync());
        }

        if (options.WantsCandidate("portable"))
        {
            string[] portable = ["-p:PublishAot=false", "-p:UseAppHost=false", "--self-contained", "false"];
            candidates.Add(await PublishAsync("portable", $"Portable: ReadyToRun, .NET {Environment.Version}", _function, "bootstrap.dll", portable));
        }

        if (options.WantsCandidate("floor"))
        {
            candidates.Add(await FloorAsync());
        }

        var node = Path.Combine(_work, "node");
        var bundle = Path.Combine(node, "index.cjs");
        var python = Path.Combine(_benchmark, "peers", "python");
        candidates.AddRange(await PeersAsync("node", "Node.js", node, new("node") { Arguments = [bundle] }, () => BundleAsync(bundle)));
        candidates.AddRange(await PeersAsync("python", "Python", python, new("python3") { Arguments = [Path.Combine(python, "main.py")] }, FindPythonAsync));
        return candidates;
    }

    /// <summary>The native program beside itself without one setting, for each of them.</summary>
    internal async Task<List<Candidate>> PrepareSettingsAsync()
    {
        var native = await NativeAsync();
        List<Candidate> candidates =
        [
            native,
            new("inline", "without inline completions", native.Folder, native.Program)
            {
                Environment = [new("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "0")],
            },
            await WithoutAsync("OptimizationPreference", "-p:OptimizationPreference="),
        ];
        var project = XDocument.Load(Path.Combine(_function, "LifecycleLambda.Bootstrap.csproj"));
        foreach (var option in project.Descendants("RuntimeHostConfigurationOption").Select(option => option.Attribute("Include")!.Value))
        {
            var targets = Path.Combine(_benchmark, "settings.targets");
            candidates.Add(await WithoutAsync(option, $"-p:TakenBack={option}", $"-p:CustomAfterMicrosoftCommonTargets={targets}"));
        }

        candidates.Add(await FloorAsync());
        return candidates;

        Task<Candidate> WithoutAsync(string setting, params string[] arguments) =>
            PublishAsync(setting, $"without {setting}", _function, "bootstrap", arguments);
    }

    private Task<Candidate> NativeAsync() => PublishAsync("native", "LifecycleLambda, native", _function, "bootstrap");

    private Task<Candidate> FloorAsync() =>
        PublishAsync("floor", "Floor: native C# on the same SDK", Path.Combine(_benchmark, "peers", "floor"), "floor");

    private async Task<Candidate> PublishAsync(string key, string title, string project, string program, params string[] arguments)
    {
        var folder = Path.Combine(_work, key);
        if (!options.NoBuild)
        {
            Console.WriteLine($"[{DateTime.UtcNow:HH:mm:ss}] building {key}");
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            // Intermediate files of its own: what was compiled with one setting must not count as up to date with another.
            string[] publish = ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder, "-p:DebugType=none"];
            await Tool.RunAsync("dotnet", [.. publish, "--artifacts-path", Path.Combine(_work, "build", key), .. arguments], root, cancellationToken);
        }

        var path = Path.Combine(folder, program);
        return File.Exists(path)
            ? new Candidate(key, title, folder, new FunctionProgram(path))
            : throw new BenchmarkException($"{path} does not exist: run without --no-build.");
    }

    /// <summary>A peer as people write it, and with the same warm-up.</summary>
    private async Task<IEnumerable<Candidate>> PeersAsync(
        string key, string language, string folder, FunctionProgram program, Func<Task<string>> prepare)
    {
        var warmKey = $"{key}-warm";
        if (!options.WantsCandidate(key) && !options.WantsCandidate(warmKey))
        {
            return [];
        }

        var title = language;
        string? problem = null;
        try
        {
            title = await prepare();
        }
        catch (BenchmarkException exception)
        {
            problem = exception.Message;
        }

        Candidate[] both =
        [
            new(key, title, folder, program) { Problem = problem },
            new(warmKey, $"{language}, with the same warm-up", folder, program)
            {
                Problem = problem,
                WarmsUp = true,
                Environment = [new("BENCHMARK_WARM_UP", "1")],
            },
        ];
        return both.Where(candidate => options.WantsCandidate(candidate.Key));
    }

    private async Task<string> BundleAsync(string bundle)
    {
        var source = Path.Combine(_benchmark, "peers", "node");
        var version = await Tool.RunAsync("node", ["--version"], source, cancellationToken);
        if (!options.NoBuild)
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
