using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>
/// An authority and a server certificate of this run's own, and the files through which each language trusts them. Each holds what the
/// language reads in Lambda too, because reading is part of a cold start.
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
        AmazonFile = Path.Combine(folder, "amazon.pem");
        SystemFile = Path.Combine(folder, "system.pem");
    }

    internal X509Certificate2 Server { get; }

    /// <summary>The authority alone: Node.js adds it to the authorities that it is compiled with.</summary>
    internal string AuthorityFile { get; }

    /// <summary>The authority and Amazon's five: .NET, as the function has them read where it is deployed.</summary>
    internal string AmazonFile { get; }

    /// <summary>The authority and the system's: Python, whose SDK brings as many.</summary>
    internal string SystemFile { get; }

    /// <summary>Makes the certificate and the files.</summary>
    /// <param name="folder">Gets the files.</param>
    /// <param name="amazons">The authorities that the function is built with.</param>
    internal static HarnessCertificate Create(string folder, string amazons)
    {
        using var authorityKey = RSA.Create(2048);
        using var authority = CreateAuthority(authorityKey);
        using var serverKey = RSA.Create(2048);
        using var unkeyed = CreateServer(authority, serverKey);
        var certificate = new HarnessCertificate(unkeyed.CopyWithPrivateKey(serverKey), folder);

        var pem = authority.ExportCertificatePem() + "\n";
        File.WriteAllText(certificate.AuthorityFile, pem);
        var system = SystemBundles.FirstOrDefault(File.Exists);
        File.WriteAllText(certificate.SystemFile, (system is null ? "" : File.ReadAllText(system)) + pem);
        File.WriteAllText(certificate.AmazonFile, File.ReadAllText(amazons) + pem);
        return certificate;
    }

    public void Dispose() => Server.Dispose();

    private static X509Certificate2 CreateAuthority(RSA key)
    {
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
