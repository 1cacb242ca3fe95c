using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LifecycleLambda.Connection;

/// <summary>
/// Who may vouch for DynamoDB's endpoint. The five authorities of Amazon Trust Services, which vouch for AWS's endpoints
/// (https://www.amazontrust.com/repository/), are tried first: for them .NET need not read all that the system trusts, some 140,
/// which would be most of a cold start over TLS. Whoever they do not vouch for is held against the system's authorities, as ever.
/// </summary>
internal static class TrustedAuthorities
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    internal static SslClientAuthenticationOptions Options()
    {
        var authorities = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
        authorities.CustomTrustStore.ImportFromPem(Pem());
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = AsForAnyServer(authorities),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors),
        };
    }

    /// <summary>Takes what was found, or asks the system's authorities. A wrong name is a wrong name for all of them.</summary>
    internal static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is not SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server || chain is null)
        {
            return errors is SslPolicyErrors.None;
        }

        using var bySystem = new X509Chain { ChainPolicy = AsForAnyServer(new X509ChainPolicy()) };
        // The authorities in between, as the server sent them.
        bySystem.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return bySystem.Build(server);
    }

    // What HttpClient does by itself where no policy is given: no requests for revocations, and a certificate made for servers.
    private static X509ChainPolicy AsForAnyServer(X509ChainPolicy policy)
    {
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }

    private static string Pem()
    {
        using var resource = typeof(TrustedAuthorities).Assembly.GetManifestResourceStream("authorities.pem")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
