using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Win32.SafeHandles;

namespace LifecycleLambda.Bootstrap.DynamoDb;

/// <summary>
/// Whom DynamoDB's certificate is trusted from. .NET reads every authority of the system, some 140, at its first connection, which
/// takes longer than the whole start of this program. So it is given the five that AWS's own certificates come from, or those in
/// <c>SSL_CERT_FILE</c>, and the system's are read for a certificate that comes from none of them.
/// </summary>
internal static partial class TrustedAuthorities
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>A directory that holds none.</summary>
    private const string NoDirectory = "/dev/null";

    /// <summary>Where distributions keep the system's authorities: Amazon Linux, Debian, SUSE, Alpine.</summary>
    private static readonly string[] SystemFiles =
        ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    /// <summary>Whether the system's come last: not where <c>SSL_CERT_DIR</c> names others, which .NET reads as any program does.</summary>
    internal static bool IncludeTheSystems(Func<string, string?> environment) => environment("SSL_CERT_DIR") is null or "" or NoDirectory;

    /// <summary>How a chain is built: without a look at the network.</summary>
    internal static X509ChainPolicy NewPolicy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>
    /// Keeps .NET from reading the system's. To be called before the first connection, and before there is another thread: the
    /// variables of the C library, which OpenSSL reads, are not made for two.
    /// </summary>
    internal static void ReadTheSystemsLast(Func<string, string?> environment)
    {
        if (IncludeTheSystems(environment) && (environment("SSL_CERT_FILE") is { Length: > 0 } || NameAmazons()))
        {
            SetVariable("SSL_CERT_DIR", NoDirectory, overwrite: 1);
        }
    }

    /// <summary>Looks for the authority among the system's, where .NET has not found it.</summary>
    internal static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        IsTrusted(certificate, chain, errors, SystemFiles);

    /// <summary>The same with other files: the first that exists counts.</summary>
    internal static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string[] systemFiles) =>
        errors is SslPolicyErrors.None
        || (errors is SslPolicyErrors.RemoteCertificateChainErrors
            && Array.Find(systemFiles, File.Exists) is { } file
            && IsIssuedUnder(file, (X509Certificate2)certificate!, chain!.ChainPolicy.ExtraStore));

    /// <summary>Whether a server's certificate comes from one of the authorities in the file.</summary>
    /// <param name="authorities">A PEM file.</param>
    /// <param name="certificate">The server's.</param>
    /// <param name="intermediates">What the server sent with it.</param>
    internal static bool IsIssuedUnder(string authorities, X509Certificate2 certificate, X509Certificate2Collection intermediates)
    {
        using var chain = new X509Chain { ChainPolicy = NewPolicy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return chain.Build(certificate);
    }

    private static bool NameAmazons()
    {
        // A file in memory, so that the package stays one file and nothing is left behind on a disk.
        var descriptor = CreateMemoryFile("amazon-root-certificates", flags: 0);
        if (descriptor < 0)
        {
            return false;
        }

        using var certificates = typeof(TrustedAuthorities).Assembly.GetManifestResourceStream("amazon-root-certificates.pem")!;
        // Not closed: it is read at the first connection.
        using var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        certificates.CopyTo(file);
        return SetVariable("SSL_CERT_FILE", $"/proc/self/fd/{descriptor}", overwrite: 1) is 0;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
