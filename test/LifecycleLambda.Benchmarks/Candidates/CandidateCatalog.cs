using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>Builds the candidates, or says why one cannot run here.</summary>
internal sealed class CandidateCatalog(string root, string work, BenchmarkOptions options)
{
    private const string Function = "src/LifecycleLambda.Bootstrap";

    private static readonly Dictionary<string, string> WarmUp = new() { ["BENCHMARK_WARM_UP"] = "1" };

    private readonly string _benchmark = Path.Combine(root, "test", "LifecycleLambda.Benchmarks");
    private readonly List<Candidate> _candidates = [];

    internal async Task<IReadOnlyList<Candidate>> PrepareAsync(CancellationToken cancellationToken)
    {
        await AddAsync("native", folder => new("native", "LifecycleLambda, native", folder, new(Path.Combine(folder, "bootstrap"))));
        if (options.Settings)
        {
            foreach (var (name, arguments) in Settings())
            {
                await AddAsync(name, folder => new(name, $"without {name}", folder, new(Path.Combine(folder, "bootstrap"))), arguments);
            }

            var native = _candidates[0];
            _candidates.AddRange(options.With.Select(variable => variable.Split('=', 2)).Select(variable => native with
            {
                Key = variable[0],
                Title = $"with {string.Join('=', variable)}",
                Environment = new Dictionary<string, string> { [variable[0]] = variable[^1] },
            }));
            await AddFloorAsync();
            return _candidates;
        }

        await AddAsync(
            "portable",
            folder => new("portable", $"LifecycleLambda, ReadyToRun, .NET {Environment.Version}", folder, new(Path.Combine(folder, "bootstrap.dll"))),
            "-p:PublishAot=false", "-p:UseAppHost=false", "--self-contained", "false");
        await AddFloorAsync();
        await AddPeerAsync("node", "Node.js", NodeAsync);
        await AddPeerAsync("python", "Python", PythonAsync);
        return _candidates;

        Task AddFloorAsync() =>
            AddAsync("floor", folder => new("floor", "Floor: native C# on the same SDK", folder, new(Path.Combine(folder, "floor"))));

        async Task AddAsync(string key, Func<string, Candidate> create, params string[] arguments)
        {
            if (options.WantsCandidate(key))
            {
                var project = key is "floor" ? Path.Combine(_benchmark, "peers", "floor") : Function;
                _candidates.Add(create(await PublishAsync(project, key, arguments, cancellationToken)));
            }
        }

        async Task AddPeerAsync(string key, string language, Func<CancellationToken, Task<Candidate>> prepare)
        {
            if (!options.WantsCandidate(key) && !options.WantsCandidate($"{key}-warm"))
            {
                return;
            }

            Candidate peer;
            try
            {
                peer = await prepare(cancellationToken);
            }
            catch (BenchmarkException exception)
            {
                peer = new(key, language, "", null) { Missing = exception.Message };
            }

            Candidate[] both = [peer, peer with { Key = $"{key}-warm", Title = $"{language}, with the same warm-up", WarmsUp = true, Environment = WarmUp }];
            _candidates.AddRange(both.Where(candidate => options.WantsCandidate(candidate.Key)));
        }
    }

    /// <summary>What takes one setting back: each runtime option of the project, and the properties that have another default.</summary>
    private IEnumerable<(string Name, string[] Arguments)> Settings()
    {
        var project = XDocument.Load(Path.Combine(root, Function, "LifecycleLambda.Bootstrap.csproj"));
        (string Property, string Default)[] properties = [("OptimizationPreference", ""), ("ConcurrentGarbageCollection", "true")];
        foreach (var (property, value) in properties.Where(candidate => project.Descendants(candidate.Property).Any()))
        {
            yield return (property, [$"-p:{property}={value}"]);
        }

        foreach (var option in project.Descendants("RuntimeHostConfigurationOption").Select(option => option.Attribute("Include")!.Value))
        {
            yield return (option, [$"-p:TakenBack={option}", $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(_benchmark, "settings.targets")}"]);
        }
    }

    private async Task<Candidate> NodeAsync(CancellationToken cancellationToken)
    {
        var source = Path.Combine(_benchmark, "peers", "node");
        var folder = Path.Combine(work, "node");
        var bundle = Path.Combine(folder, "index.cjs");
        var version = await Tool.RunAsync("node", ["--version"], source, cancellationToken);
        if (!options.NoBuild)
        {
            await Tool.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], source, cancellationToken);
            await Tool.RunAsync("npm", ["run", "bundle", "--", $"--outfile={bundle}"], source, cancellationToken);
        }

        using var package = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(source, "package.json"), cancellationToken));
        var sdk = package.RootElement.GetProperty("dependencies").GetProperty("@aws-sdk/client-dynamodb");
        return new("node", $"Node.js {version.TrimStart('v')}, @aws-sdk/client-dynamodb {sdk}", folder, new("node") { Arguments = [bundle] });
    }

    private async Task<Candidate> PythonAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_benchmark, "peers", "python");
        var versions = await Tool.RunAsync(
            "python3",
            ["-c", "import boto3, platform; print(f'Python {platform.python_version()}, boto3 {boto3.__version__}')"],
            folder,
            cancellationToken);
        return new("python", versions, folder, new("python3") { Arguments = [Path.Combine(folder, "main.py")] });
    }

    private async Task<string> PublishAsync(string project, string name, string[] arguments, CancellationToken cancellationToken)
    {
        Console.WriteLine($"[{DateTime.UtcNow:HH:mm:ss}] building {name}");
        var folder = Path.Combine(work, name);
        if (options.NoBuild)
        {
            return Directory.Exists(folder) ? folder : throw new BenchmarkException($"{folder} does not exist: run without --no-build.");
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        // Intermediate files of its own: what was compiled with one setting must not count as up to date with another.
        await Tool.RunAsync(
            "dotnet",
            ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder, "--nologo",
                "--artifacts-path", Path.Combine(work, "build", name), .. arguments],
            root,
            cancellationToken);
        return folder;
    }
}
