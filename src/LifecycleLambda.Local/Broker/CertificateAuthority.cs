using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LifecycleLambda.Local.Broker;

/// <summary>The broker's CA. It issues the server's certificate and the devices', and recognizes the devices'.</summary>
/// <param name="certificate">The CA's certificate, with its private key.</param>
internal sealed class CertificateAuthority(X509Certificate2 certificate)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Makes the certificate of a CA. It is valid for ten years, and a day before now, because the clocks of devices can be
    /// late.</summary>
    internal static X509Certificate2 CreateCertificate(RSA key)
    {
        var request = Request("LifecycleLambda local CA", key);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
    }

    internal X509Certificate2 IssueDevice(RSA key, string name) => Issue(Request(name, key), ClientAuthentication);

    /// <summary>Issues a certificate for the names and addresses that this machine has now.</summary>
    internal X509Certificate2 IssueServer()
    {
        using var key = RSA.Create(2048);
        var request = Request("localhost", key);
        var alternatives = new SubjectAlternativeNameBuilder();
        string[] names = ["localhost", Environment.MachineName, $"{Environment.MachineName}.local"];
        foreach (var name in names.Where(name => Uri.CheckHostName(name) is UriHostNameType.Dns).Distinct())
        {
            alternatives.AddDnsName(name);
        }

        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            // This copy has no scope, which certificates can't contain.
            .Select(unicast => new IPAddress(unicast.Address.GetAddressBytes()));
        foreach (var address in addresses.Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Distinct())
        {
            alternatives.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        using var issued = Issue(request, ServerAuthentication);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Returns the reason for rejecting a client, or null if the client's certificate is valid.</summary>
    internal string? Problem(X509Certificate? client)
    {
        if (client is null)
        {
            return "it has no certificate";
        }

        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust } };
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(new X509Certificate2(client)) ? null
            : Array.TrueForAll(chain.ChainStatus, status => status.Status is X509ChainStatusFlags.NotTimeValid)
                ? "its certificate has expired or isn't valid yet"
                : "its certificate is from another CA";
    }

    private static CertificateRequest Request(string name, RSA key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private X509Certificate2 Issue(CertificateRequest request, string usage)
    {
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false));
        return request.Create(certificate, certificate.NotBefore, certificate.NotAfter, RandomNumberGenerator.GetBytes(16));
    }
}
