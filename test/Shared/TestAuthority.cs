using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LifecycleLambda.Tests.Support;

/// <summary>An authority of a test's own, in a file as OpenSSL reads it, with an intermediate one as AWS has.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-lambda-test-");
    private readonly X509Certificate2 _root;

    internal TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=Root of a test", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        File = Path.Combine(_folder.FullName, "authorities.pem");
        System.IO.File.WriteAllText(File, _root.ExportCertificatePem());

        using var intermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var intermediate = Request("CN=Intermediate of a test", intermediateKey);
        intermediate.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        using var unkeyed = Sign(intermediate, _root, DateTimeOffset.UtcNow.AddDays(1));
        Intermediate = unkeyed.CopyWithPrivateKey(intermediateKey);
    }

    /// <summary>A PEM file that holds the root.</summary>
    internal string File { get; }

    internal X509Certificate2 Intermediate { get; }

    /// <summary>A certificate for this machine, from the root.</summary>
    /// <param name="issuerAt">Where the certificate says that its issuer's can be fetched.</param>
    internal X509Certificate2 IssueServer(Uri? issuerAt = null) =>
        Issue(_root, ServerAuthentication, DateTimeOffset.UtcNow.AddDays(1), issuerAt);

    internal X509Certificate2 IssueServerFromIntermediate() => Issue(Intermediate, ServerAuthentication, DateTimeOffset.UtcNow.AddHours(12));

    internal X509Certificate2 IssueClient() => Issue(_root, ClientAuthentication, DateTimeOffset.UtcNow.AddDays(1));

    internal X509Certificate2 IssueExpired() => Issue(_root, ServerAuthentication, DateTimeOffset.UtcNow.AddHours(-1));

    public void Dispose()
    {
        _root.Dispose();
        Intermediate.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 Issue(X509Certificate2 issuer, string use, DateTimeOffset notAfter, Uri? issuerAt = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=127.0.0.1", key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        if (issuerAt is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, [issuerAt.ToString()]));
        }

        using var unkeyed = Sign(request, issuer, notAfter);
        return unkeyed.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, ECDsa key) => new(name, key, HashAlgorithmName.SHA256);

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 issuer, DateTimeOffset notAfter) =>
        request.Create(issuer, DateTimeOffset.UtcNow.AddDays(-1), notAfter, RandomNumberGenerator.GetBytes(8));
}
