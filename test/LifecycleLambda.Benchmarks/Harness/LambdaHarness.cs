using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local;
using LifecycleLambda.TestKit;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>The environment, the certificates and the control groups that all functions of a run share.</summary>
internal sealed class LambdaHarness : IDisposable
{
    private static readonly string[] Bundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

    private readonly TestAuthority _authority;

    internal LambdaHarness(CancellationToken cancellationToken)
    {
        CancellationToken = cancellationToken;
        Hierarchy = ControlGroup.FindHierarchy();
        var system = Bundles.FirstOrDefault(File.Exists) ?? throw new UserErrorException(
            $"Can't find the system's CA certificates in {string.Join(" or ", Bundles)}: install ca-certificates.");
        _authority = new TestAuthority();
        DynamoDbCertificate = _authority.IssueServer();
        var all = Path.Combine(_authority.Folder, "all.pem");
        File.WriteAllText(all, $"{File.ReadAllText(system)}\n{File.ReadAllText(_authority.File)}");
        Environment =
        [
            new("LANG", "en_US.UTF-8"),
            new("TZ", ":UTC"),
            new("AWS_REGION", "eu-central-1"),
            new("AWS_DEFAULT_REGION", "eu-central-1"),
            new("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE"),
            new("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            new("AWS_SESSION_TOKEN", new string('A', 800)),
            new("PRESENCE_TABLE_NAME", SentRequest.TableName),
            // The system's CA certificates and the run's own: for .NET, for boto3, and for Node.js, which adds to its built-in ones.
            new("SSL_CERT_FILE", all),
            // An empty directory, because many Linux distributions keep the same certificates a second time in one.
            new("SSL_CERT_DIR", Directory.CreateDirectory(Path.Combine(_authority.Folder, "none")).FullName),
            new("AWS_CA_BUNDLE", all),
            new("NODE_EXTRA_CA_CERTS", _authority.File),
        ];
    }

    /// <summary>The hierarchy of control groups in which functions are limited.</summary>
    internal string Hierarchy { get; }

    internal CancellationToken CancellationToken { get; }

    internal X509Certificate2 DynamoDbCertificate { get; }

    /// <summary>The environment variables that Lambda and the deployment set for every function.</summary>
    internal KeyValuePair<string, string>[] Environment { get; }

    public void Dispose()
    {
        DynamoDbCertificate.Dispose();
        _authority.Dispose();
    }
}
