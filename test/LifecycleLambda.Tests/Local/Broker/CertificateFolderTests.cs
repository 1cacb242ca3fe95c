using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local;

namespace LifecycleLambda.Tests.Local.Broker;

public sealed class CertificateFolderTests : IDisposable
{
    private const UnixFileMode Others = (UnixFileMode)0b111_111;

    private readonly TestCertificates _certificates = new();

    [Fact]
    public void Files_are_named_as_AWS_IoT_names_its_downloads()
    {
        var files = _certificates.Open().Device("device");

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(files.Certificate);
        var id = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        string[] names = [$"{id}-certificate.pem.crt", $"{id}-private.pem.key", "AmazonRootCA1.pem"];
        Assert.Equal(names.Select(Path), [files.Certificate, files.PrivateKey, files.Ca]);
        using var publicKey = RSA.Create();
        publicKey.ImportFromPem(File.ReadAllText(Path($"{id}-public.pem.key")));
        Assert.Equal(certificate.PublicKey.ExportSubjectPublicKeyInfo(), publicKey.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_can_read_the_files()
    {
        _certificates.Open().Device("device");

        Assert.All(
            Directory.GetFiles(_certificates.Path).Append(_certificates.Path),
            file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others));
    }

    [Fact]
    public void Device_keeps_its_certificate()
    {
        var files = _certificates.Open().Device("a");

        Assert.NotEqual(files, _certificates.Open().Device("b"));
        Assert.Equal(files, _certificates.Open().Device("a"));
    }

    [Fact]
    public void Server_certificate_has_the_names_that_clients_use()
    {
        using var server = _certificates.Open().Authority.IssueServer();

        var names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Subset(
            names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => $"{address}")).ToHashSet(),
            new HashSet<string> { "localhost", Environment.MachineName, "127.0.0.1", "::1" });
    }

    [Fact]
    public void Expired_CA_is_renewed()
    {
        var files = _certificates.Open().Device("device");
        using var key = RSA.Create(2048);
        var expired = new CertificateRequest("CN=Expired", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddSeconds(-1));
        File.WriteAllText(files.Ca, expired.ExportCertificatePem());
        var log = new List<string>();

        var device = _certificates.Open(log.Add).Device("device");

        Assert.Contains("had expired, so it was renewed", Assert.Single(log), StringComparison.Ordinal);
        using var ca = X509CertificateLoader.LoadCertificateFromFile(device.Ca);
        Assert.InRange(ca.NotAfter, DateTime.Now.AddYears(9), DateTime.MaxValue);
        _certificates.Open();
    }

    [Fact]
    public void Private_key_of_another_certificate_is_named()
    {
        var files = _certificates.Open().Device("device");
        File.Copy(_certificates.Open().Device("other").PrivateKey, files.PrivateKey, overwrite: true);

        var error = Assert.Throws<UserErrorException>(() => _certificates.Open().Device("device"));

        Assert.StartsWith($"Can't use {files.PrivateKey}: it isn't the private key of", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AmazonRootCA1.pem")]
    [InlineData("AmazonRootCA1.key")]
    [InlineData("0-certificate.pem.crt")]
    public void File_that_is_no_certificate_is_named(string name)
    {
        _certificates.Open();
        File.WriteAllText(Path(name), "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");

        var error = Assert.Throws<UserErrorException>(() => _certificates.Open().Device("device"));

        Assert.StartsWith($"Can't use {Path(name)}: it isn't ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CA_of_others_is_kept()
    {
        Directory.CreateDirectory(_certificates.Path);
        File.WriteAllText(Path("AmazonRootCA1.pem"), "theirs");

        var error = Assert.Throws<UserErrorException>(() => _certificates.Open());

        Assert.EndsWith("is from another CA. Choose another folder with --certificates DIR.", error.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", File.ReadAllText(Path("AmazonRootCA1.pem")));
    }

    [Fact]
    public void Folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_certificates.Path, "");

        var error = Assert.Throws<UserErrorException>(() => _certificates.Open());

        Assert.StartsWith($"Can't use the certificates in {_certificates.Path}: ", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _certificates.Dispose();

    private string Path(string name) => System.IO.Path.Combine(_certificates.Path, name);
}
