using System.Runtime.InteropServices;
using LifecycleLambda.Benchmarks.Harness;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>Builds the candidates, or says why one cannot run here.</summary>
internal sealed class CandidateCatalog(string root, string work, BenchmarkOptions options, HarnessCertificate certificate, Progress progress)
{
    private readonly string _peers = Path.Combine(root, "test", "LifecycleLambda.Benchmarks", "peers");

    internal async Task<IReadOnlyList<Candidate>> PrepareAsync(CancellationToken cancellationToken)
    {
        (string Key, Func<CancellationToken, Task<Candidate>> Prepare)[] known =
        [
            ("native", NativeAsync),
            ("portable", PortableAsync),
            ("node", token => new NodePeer(_peers, work, options.NoBuild).PrepareAsync(token)),
            ("python", token => new PythonPeer(_peers).PrepareAsync(token)),
            ("floor", FloorAsync),
        ];

        var candidates = new List<Candidate>();
        foreach (var (key, prepare) in known.Where(candidate => IsWanted(candidate.Key)))
        {
            progress.Step($"preparing {key}");
            candidates.Add(await prepare(cancellationToken));
        }

        candidates.AddRange(options.Also.Select(Also));
        return candidates;
    }

    private bool IsWanted(string key) => options.Only.Count is 0 || options.Only.Contains(key);

    private async Task<Candidate> NativeAsync(CancellationToken cancellationToken)
    {
        var folder = await PublishAsync("src/LifecycleLambda.Bootstrap", "native", cancellationToken);
        return Native("native", "LifecycleLambda, native", Path.Combine(folder, "bootstrap"));
    }

    private async Task<Candidate> PortableAsync(CancellationToken cancellationToken)
    {
        var folder = await PublishAsync(
            "src/LifecycleLambda.Bootstrap", "portable", cancellationToken, "-p:PublishAot=false", "--self-contained", "false");
        return new Candidate("portable", $"LifecycleLambda, ReadyToRun (.NET {Environment.Version})")
        {
            FileName = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")),
            Arguments = ["exec", Path.Combine(folder, "bootstrap.dll")],
            Folder = folder,
        };
    }

    private async Task<Candidate> FloorAsync(CancellationToken cancellationToken)
    {
        var folder = await PublishAsync(Path.Combine(_peers, "floor"), "floor", cancellationToken);
        return Native("floor", "Floor: native C# without the SDK", Path.Combine(folder, "floor"));
    }

    private static Candidate Also(string labelAndFolder)
    {
        var parts = labelAndFolder.Split('=', 2);
        return Native(parts[0], $"LifecycleLambda, {parts[0]}", Path.GetFullPath(Path.Combine(parts[^1], "bootstrap")));
    }

    private static Candidate Native(string key, string title, string program) => new(key, title)
    {
        FileName = program,
        Folder = Path.GetDirectoryName(program)!,
        Missing = File.Exists(program) ? null : $"{program} was not built",
    };

    private async Task<string> PublishAsync(
        string project, string name, CancellationToken cancellationToken, params string[] arguments)
    {
        var folder = Path.Combine(work, name);
        if (options.NoBuild)
        {
            return folder;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        await Tool.RunAsync(
            "dotnet",
            [
                "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder, "--nologo",
                // In the place of the authorities of AWS's endpoints.
                $"-p:TrustedAuthoritiesFile={certificate.AuthorityFile}", .. arguments,
            ],
            root,
            cancellationToken);
        return folder;
    }
}
