using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using CliWrap;
using CliWrap.Buffered;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>Creates the candidates, which are built from the sources.</summary>
internal sealed class CandidateCatalog(string root, bool noBuild, CancellationToken cancellationToken)
{
    private readonly string _function = Path.Combine(root, "src", "LifecycleLambda.Bootstrap");
    private readonly string _benchmark = Path.Combine(root, "test", "LifecycleLambda.Benchmarks");
    private readonly string _work = Path.Combine(root, "artifacts", "benchmark");

    /// <summary>Creates the function and its peers.</summary>
    internal Candidate[] CreateComparison()
    {
        string[] portable = ["-p:PublishAot=false", "-p:UseAppHost=false", "--self-contained", "false"];
        var node = Path.Combine(_work, "node");
        var bundle = Path.Combine(node, "index.cjs");
        var python = Path.Combine(_benchmark, "peers", "python");
        return
        [
            CreateNative(),
            CreatePublished("portable", $"Portable: ReadyToRun, .NET {Environment.Version}", _function, "bootstrap.dll", portable),
            CreateFloor(),
            .. CreatePeers("node", "Node.js", node, new("node") { Arguments = [bundle] }, () => BundleAsync(bundle)),
            .. CreatePeers("python", "Python", python, new("python3") { Arguments = [Path.Combine(python, "main.py")] }, FindPythonAsync),
        ];
    }

    /// <summary>Creates the native program, and one without each of its settings.</summary>
    internal Candidate[] CreateSettings()
    {
        var native = CreateNative();
        var inline = new Candidate("inline", "without inline completions", native.Folder, native.Program)
        {
            AcceptsBatches = true,
            Environment = [new("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "0")],
        };
        var takeBack = $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(_benchmark, "settings.targets")}";
        var options = XDocument.Load(Path.Combine(_function, "LifecycleLambda.Bootstrap.csproj"))
            .Descendants("RuntimeHostConfigurationOption")
            .Select(option => option.Attribute("Include")!.Value)
            .Select(option => CreateWithout(option, takeBack, $"-p:TakenBack={option}"));
        return [native, inline, CreateWithout("OptimizationPreference", "-p:OptimizationPreference="), .. options, CreateFloor()];

        Candidate CreateWithout(string setting, params string[] arguments) =>
            CreatePublished(setting, $"without {setting}", _function, "bootstrap", arguments);
    }

    /// <summary>Creates a peer as people write it, and the same with the function's warm-up.</summary>
    private static Candidate[] CreatePeers(
        string key, string language, string folder, FunctionProgram program, Func<Task<string>> buildAsync) =>
    [
        new(key, language, folder, program) { BuildAsync = async peer => peer.Title = await buildAsync() },
        new($"{key}-warm", $"{language}, with the same warm-up", folder, program)
        {
            BuildAsync = _ => buildAsync(),
            WarmsUp = true,
            Environment = [new("BENCHMARK_WARM_UP", "1")],
        },
    ];

    private Candidate CreateNative() => CreatePublished("native", "LifecycleLambda, native", _function, "bootstrap");

    private Candidate CreateFloor() =>
        CreatePublished("floor", "Floor: native C# on the same SDK", Path.Combine(_benchmark, "peers", "floor"), "floor");

    private Candidate CreatePublished(string key, string title, string project, string program, params string[] arguments)
    {
        var folder = Path.Combine(_work, key);
        return new(key, title, folder, new FunctionProgram(Path.Combine(folder, program)))
        {
            AcceptsBatches = project == _function,
            BuildAsync = _ => noBuild ? Task.CompletedTask : PublishAsync(key, project, folder, arguments),
        };
    }

    private async Task PublishAsync(string key, string project, string folder, string[] arguments)
    {
        Directory.CreateDirectory(folder).Delete(recursive: true);
        // Separate intermediate files, because what was compiled with one setting isn't up to date with another.
        string[] publish =
        [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder, "-p:DebugType=none",
            "-clp:NoSummary", "--artifacts-path", Path.Combine(_work, "build", key), .. arguments,
        ];
        await RunAsync("dotnet", publish, root);
    }

    private async Task<string> BundleAsync(string bundle)
    {
        var source = Path.Combine(_benchmark, "peers", "node");
        if (!noBuild)
        {
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], source);
            await RunAsync("npm", ["run", "bundle", "--", $"--outfile={bundle}"], source);
        }

        const string Title =
            "`Node.js ${process.versions.node}, AWS SDK ${require('./package.json').dependencies['@aws-sdk/client-dynamodb']}`";
        return await RunAsync("node", ["-p", Title], source);
    }

    private Task<string> FindPythonAsync()
    {
        const string Title = "import boto3, platform; print(f'Python {platform.python_version()}, boto3 {boto3.__version__}')";
        return RunAsync("python3", ["-c", Title], root);
    }

    private async Task<string> RunAsync(string program, string[] arguments, string folder)
    {
        try
        {
            var result = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder)
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
            var lines = $"{result.StandardError}\n{result.StandardOutput}".Trim().Split('\n');
            return result.IsSuccess
                ? result.StandardOutput.Trim()
                : throw new UserErrorException($"{program} ended with {result.ExitCode}: {lines[^1]}");
        }
        catch (Win32Exception)
        {
            throw new UserErrorException($"{program} isn't installed");
        }
    }
}
