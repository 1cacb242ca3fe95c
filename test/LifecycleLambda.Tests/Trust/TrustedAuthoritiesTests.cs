using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Connection;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Trust;

/// <summary>Who is taken for DynamoDB; a real connection to a server that is not is in DynamoDbFaultProcessTests.</summary>
public sealed class TrustedAuthoritiesTests : IDisposable
{
    private readonly X509Certificate2 _nobody = SelfSigned.Create();
    private readonly X509Chain _chain = new();

    public void Dispose()
    {
        _nobody.Dispose();
        _chain.Dispose();
    }

    [Fact]
    public void Server_without_a_fault_is_trusted() =>
        Assert.True(TrustedAuthorities.IsTrusted(_nobody, _chain, SslPolicyErrors.None));

    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch)]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable)]
    public void Server_that_nobody_vouches_for_is_not_trusted(SslPolicyErrors errors) =>
        Assert.False(TrustedAuthorities.IsTrusted(_nobody, _chain, errors));

    [Fact]
    public void What_cannot_be_checked_is_not_trusted()
    {
        Assert.False(TrustedAuthorities.IsTrusted(null, _chain, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(TrustedAuthorities.IsTrusted(_nobody, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }
}
