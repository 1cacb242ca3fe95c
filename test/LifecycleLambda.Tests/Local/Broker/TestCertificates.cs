using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local.Broker;

namespace LifecycleLambda.Tests.Local.Broker;

/// <summary>A folder of certificates that is deleted after the tests of a class.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-lambda-test-");

    internal string Path => System.IO.Path.Combine(_folder.FullName, "certificates");

    internal CertificateFolder Open(Action<string>? log = null) => CertificateFolder.Open(Path, log ?? Assert.Fail);

    /// <summary>Returns a device's certificate with its private key.</summary>
    internal X509Certificate2 Device(string name)
    {
        var files = Open().Device(name);
        return X509Certificate2.CreateFromPemFile(files.Certificate, files.PrivateKey);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
