using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>What the functions of a run have in common: the authorities that they trust, and the share.</summary>
internal sealed class LambdaHarness : IDisposable
{
    private static readonly string[] Bundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

    private readonly TestAuthority _authority = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-benchmark-");

    internal LambdaHarness(CpuShare? share, CancellationToken cancellationToken)
    {
        Share = share;
        CancellationToken = cancellationToken;
        Server = _authority.IssueServer();
        var system = Bundles.FirstOrDefault(File.Exists)
            ?? throw new BenchmarkException($"The system's authorities are in none of {string.Join(", ", Bundles)}: install ca-certificates.");
        AllAuthorities = Path.Combine(_folder.FullName, "authorities.pem");
        File.WriteAllText(AllAuthorities, $"{File.ReadAllText(system)}\n{File.ReadAllText(_authority.File)}");
        NoAuthorities = _folder.CreateSubdirectory("none").FullName;
    }

    internal CpuShare? Share { get; }

    /// <summary>Ends the run.</summary>
    internal CancellationToken CancellationToken { get; }

    /// <summary>DynamoDB's certificate.</summary>
    internal X509Certificate2 Server { get; }

    /// <summary>A file of the system's authorities and the run's own.</summary>
    internal string AllAuthorities { get; }

    /// <summary>An empty directory: many a Linux keeps the same authorities a second time in one.</summary>
    internal string NoAuthorities { get; }

    /// <summary>A file of the run's own authority.</summary>
    internal string OwnAuthority => _authority.File;

    /// <summary>A function that has asked for its first event.</summary>
    internal Task<MeasuredFunction> StartAsync(Candidate candidate, Conditions conditions) =>
        MeasuredFunction.StartAsync(candidate, conditions, this);

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
