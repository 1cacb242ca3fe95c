using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>
/// An authority and a server certificate of this run's own, and the files through which each language trusts them. The bundle
/// holds the system's authorities too, as it does in Lambda: reading them is part of a cold start.
/// </summary>
internal sealed class HarnessCertificate : IDisposable
{
    private static readonly string[] SystemBundles =
    [
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/certs/ca-certificates.crt",
    ];

    private HarnessCertificate(X509Certificate2 server, string folder)
    {
        Server = server;
        AuthorityFile = Path.Combine(folder, "authority.pem");
        BundleFile = Path.Combine(folder, "bundle.pem");
        EmptyFolder = Directory.CreateDirectory(Path.Combine(folder, "no-certificates")).FullName;
    }

    internal X509Certificate2 Server { get; }

    /// <summary>The authority alone: Node.js adds it to the authorities that it is compiled with.</summary>
    internal string AuthorityFile { get; }

    /// <summary>The authority and the system's.</summary>
    internal string BundleFile { get; }

    /// <summary>Keeps OpenSSL from reading the system's authorities a second time.</summary>
    internal string EmptyFolder { get; }

    /// <summary>Makes the certificates and writes the files.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="keepsAuthority">Whether programs that were built with an earlier run's authority must go on trusting it.</param>
    internal static HarnessCertificate Create(string folder, bool keepsAuthority)
    {
        var keyFile = Path.Combine(folder, "authority.key");
        using var authority = keepsAuthority && File.Exists(keyFile)
            ? X509Certificate2.CreateFromPemFile(Path.Combine(folder, "authority.pem"), keyFile)
            : CreateAuthority(keyFile);
        using var serverKey = RSA.Create(2048);
        using var unkeyed = CreateServer(authority, serverKey);
        var certificate = new HarnessCertificate(unkeyed.CopyWithPrivateKey(serverKey), folder);

        var pem = authority.ExportCertificatePem() + "\n";
        File.WriteAllText(certificate.AuthorityFile, pem);
        var system = SystemBundles.FirstOrDefault(File.Exists);
        File.WriteAllText(certificate.BundleFile, (system is null ? "" : File.ReadAllText(system)) + pem);
        return certificate;
    }

    public void Dispose() => Server.Dispose();

    private static X509Certificate2 CreateAuthority(string keyFile)
    {
        using var key = RSA.Create(2048);
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        var request = new CertificateRequest(
            "CN=LifecycleLambda benchmark authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static X509Certificate2 CreateServer(X509Certificate2 authority, RSA key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        return request.Create(
            authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
    }
}
