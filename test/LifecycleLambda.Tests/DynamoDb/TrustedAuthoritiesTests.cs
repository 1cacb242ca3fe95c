using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Bootstrap.DynamoDb;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class TrustedAuthoritiesTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    /// <summary>The hashes of the public keys that AWS publishes at https://www.amazontrust.com/repository/.</summary>
    [Fact]
    public void Five_that_are_read_first_are_those_of_Amazon_Trust_Services()
    {
        using var file = typeof(TrustedAuthorities).Assembly.GetManifestResourceStream("amazon-root-certificates.pem")!;
        using var text = new StreamReader(file);
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(text.ReadToEnd());

        Assert.Equal(
            [
                "CN=Amazon Root CA 1 fbe3018031f9586bcbf41727e417b7d1c45c2f47f93be372a17b96b50757d5a2",
                "CN=Amazon Root CA 2 7f4296fc5b6a4e3b35d3c369623e364ab1af381d8fa7121533c9d6c633ea2461",
                "CN=Amazon Root CA 3 36abc32656acfc645c61b71613c4bf21c787f5cabbee48348d58597803d7abc9",
                "CN=Amazon Root CA 4 f7ecded5c66047d28ed6466b543c40e0743abe81d109254dcf845d4c2c7853c5",
                "CN=Starfield Services Root Certificate Authority - G2 2b071c59a0a0ae76b0eadb2bad23bad4580b69c3601b630c2eaf0613afa83f92",
            ],
            certificates.Select(certificate =>
                $"{certificate.Subject.Split(',')[0]} {Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))}"));
        Assert.All(certificates, certificate => Assert.Equal(certificate.Subject, certificate.Issuer));
    }

    [Theory]
    [InlineData("SSL_CERT_DIR", "/certificates", false)]
    [InlineData("SSL_CERT_DIR", "", true)]
    [InlineData("SSL_CERT_DIR", "/dev/null", true)]
    [InlineData("SSL_CERT_FILE", "/bundle.pem", true)]
    public void Systems_are_left_out_where_a_directory_is_named(string variable, string value, bool expected) =>
        Assert.Equal(expected, TrustedAuthorities.IncludeTheSystems(name => name == variable ? value : null));

    [Fact]
    public void Servers_certificate_from_an_authority_in_the_file_is_trusted()
    {
        using var server = _authority.IssueServer();

        Assert.True(TrustedAuthorities.IsIssuedUnder(_authority.File, server, []));
    }

    [Fact]
    public void First_file_of_the_system_that_exists_is_looked_at()
    {
        using var other = new TestAuthority();
        using var server = _authority.IssueServer();
        using var chain = new X509Chain();

        Assert.True(IsTrusted(SslPolicyErrors.RemoteCertificateChainErrors, "/no/such/file", _authority.File, other.File));
        Assert.False(IsTrusted(SslPolicyErrors.RemoteCertificateChainErrors, "/no/such/file", other.File, _authority.File));
        Assert.False(IsTrusted(SslPolicyErrors.RemoteCertificateChainErrors, "/no/such/file"));

        bool IsTrusted(SslPolicyErrors errors, params string[] files) => TrustedAuthorities.IsTrusted(server, chain, errors, files);
    }

    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable)]
    public void Certificate_of_another_server_is_not_trusted_whoever_issued_it(SslPolicyErrors errors)
    {
        using var server = _authority.IssueServer();
        using var chain = new X509Chain();

        Assert.False(TrustedAuthorities.IsTrusted(server, chain, errors, [_authority.File]));
    }

    [Fact]
    public void Certificate_that_dotnet_trusts_is_trusted() =>
        Assert.True(TrustedAuthorities.IsTrusted(certificate: null, chain: null, SslPolicyErrors.None, []));

    [Fact]
    public void Intermediate_is_what_the_server_sent()
    {
        using var server = _authority.IssueServerFromIntermediate();

        Assert.True(TrustedAuthorities.IsIssuedUnder(_authority.File, server, [_authority.Intermediate]));
        Assert.False(TrustedAuthorities.IsIssuedUnder(_authority.File, server, []));
    }

    [Fact]
    public void Certificate_of_somebody_else_is_not_trusted()
    {
        using var other = new TestAuthority();
        using var theirs = other.IssueServer();
        using var itsOwn = SelfSigned.Create();

        Assert.False(TrustedAuthorities.IsIssuedUnder(_authority.File, theirs, []));
        Assert.False(TrustedAuthorities.IsIssuedUnder(_authority.File, itsOwn, []));
        // Nobody trusts an authority because the server sent it.
        Assert.False(TrustedAuthorities.IsIssuedUnder(_authority.File, itsOwn, [itsOwn]));
    }

    [Fact]
    public void Certificate_that_has_expired_or_is_for_a_client_is_not_trusted()
    {
        using var expired = _authority.IssueExpired();
        using var client = _authority.IssueClient();

        Assert.False(TrustedAuthorities.IsIssuedUnder(_authority.File, expired, []));
        Assert.False(TrustedAuthorities.IsIssuedUnder(_authority.File, client, []));
    }
}
