using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local;
using LifecycleLambda.TestKit;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>What the functions of a run have in common: the authorities that they trust, and the share.</summary>
internal sealed class LambdaHarness : IDisposable
{
    private static readonly string[] Bundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

    private readonly TestAuthority _authority = new();

    internal LambdaHarness(CpuShare share, CancellationToken cancellationToken)
    {
        Share = share;
        CancellationToken = cancellationToken;
        Server = _authority.IssueServer();
        var system = Bundles.FirstOrDefault(File.Exists)
            ?? throw new UserErrorException($"The system's authorities are in none of {string.Join(", ", Bundles)}: install ca-certificates.");
        var all = Path.Combine(_authority.Folder, "all.pem");
        File.WriteAllText(all, $"{File.ReadAllText(system)}\n{File.ReadAllText(_authority.File)}");
        Authorities =
        [
            new("SSL_CERT_FILE", all),
            // An empty directory: many a Linux keeps the same authorities a second time in one.
            new("SSL_CERT_DIR", Directory.CreateDirectory(Path.Combine(_authority.Folder, "none")).FullName),
            new("AWS_CA_BUNDLE", all),
            new("NODE_EXTRA_CA_CERTS", _authority.File),
        ];
    }

    /// <summary>How what Lambda leaves to a function of 128 MB is made.</summary>
    internal CpuShare Share { get; }

    /// <summary>Ends the run.</summary>
    internal CancellationToken CancellationToken { get; }

    /// <summary>DynamoDB's certificate.</summary>
    internal X509Certificate2 Server { get; }

    /// <summary>The system's authorities and the run's own, for .NET, for boto3, and for Node.js, which adds to those that it is compiled with.</summary>
    internal KeyValuePair<string, string>[] Authorities { get; }

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
    }
}
