using System.Net.Sockets;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.SSO.Model;
using Amazon.SSOOIDC;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>
/// The credentials of the person who runs this program. The SDK's own search hides why a profile fails, refuses profiles that need SSO,
/// and waits for the metadata service of EC2 for a quarter of a minute.
/// </summary>
internal static class UserCredentials
{
    /// <summary>The way out for a profile that only the AWS CLI can use.</summary>
    private const string Export = "eval \"$(aws configure export-credentials --format env)\"";

    /// <summary>The limit for SSO, STS or a program that returns credentials.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The limit for the metadata service. On a machine that has one it answers within milliseconds.</summary>
    private static readonly TimeSpan MetadataPatience = TimeSpan.FromSeconds(3);

    /// <summary>Returns the credentials of the environment or of the profile, after a first use. Returns nothing if there are none.</summary>
    /// <exception cref="UserErrorException">There are credentials, but they can't be used.</exception>
    internal static async Task<AWSCredentials?> FindAsync(CancellationToken cancellationToken)
    {
        // First, because the SDK can't start when it can't read the profiles, even if it needs none.
        var profile = AwsSettings.Profile();
        if (AwsSettings.Variable("AWS_ACCESS_KEY_ID") is not null)
        {
            return await UseAsync("The credentials in your environment", null, () => new EnvironmentVariablesAWSCredentials(), cancellationToken);
        }

        if (AwsSettings.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not null)
        {
            return await UseAsync(
                "The web identity in your environment", null, AssumeRoleWithWebIdentityCredentials.FromEnvironmentVariables, cancellationToken);
        }

        if (profile is null && AwsSettings.Variable("AWS_PROFILE") is { } missing)
        {
            throw new UserErrorException($"There is no AWS profile {missing}. List your profiles: aws configure list-profiles.");
        }

        if (profile is { CanCreateAWSCredentials: true })
        {
            return await UseAsync(
                $"The AWS profile {profile.Name}", profile, () => profile.GetAWSCredentials(profile.CredentialProfileStore), cancellationToken);
        }

        string[] container = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
        return container.Any(variable => AwsSettings.Variable(variable) is not null) ? await ReadFromMachineAsync(cancellationToken) : null;
    }

    /// <summary>Returns the credentials that AWS gives the container or the EC2 instance on which this program runs.</summary>
    /// <exception cref="UserErrorException">There are none.</exception>
    internal static async Task<AWSCredentials> ReadFromMachineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FirstUseAsync(() => new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null), MetadataPatience, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new UserErrorException(
                $"No AWS credentials: your environment has none, and neither has the AWS profile {AwsSettings.ProfileName}. Name a profile "
                + $"with AWS_PROFILE, or take the AWS CLI's credentials: {Export}",
                exception);
        }
    }

    private static async Task<AWSCredentials> UseAsync(
        string source, CredentialProfile? profile, Func<AWSCredentials> create, CancellationToken cancellationToken)
    {
        try
        {
            return await FirstUseAsync(create, Patience, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new UserErrorException($"{source} can't be used: {Reason(exception, profile)}", exception);
        }
    }

    // Many credentials are read, or requested from a service, when they are first used.
    private static async Task<AWSCredentials> FirstUseAsync(Func<AWSCredentials> create, TimeSpan patience, CancellationToken cancellationToken)
    {
        var use = Task.Run(
            () =>
            {
                var credentials = create();
                credentials.GetCredentials();
                return credentials;
            },
            cancellationToken);
        return await use.WaitAsync(patience, cancellationToken);
    }

    private static string Reason(Exception exception, CredentialProfile? profile)
    {
        List<Exception> causes = [];
        for (var cause = exception; cause is not (null or HttpErrorResponseException or SocketException or JsonException); cause = cause.InnerException)
        {
            causes.Add(cause);
        }

        if (causes.Exists(cause => cause is UnauthorizedException or AmazonSSOOIDCException || cause.Message.Contains("SSO Token", StringComparison.Ordinal)))
        {
            return $"its SSO session has expired or doesn't exist. Sign in: aws sso login --profile {SsoProfile(profile)}";
        }

        if (profile?.Options.LoginSession is { Length: > 0 })
        {
            return $"it signs in with aws login, which only the AWS CLI can do. Take its credentials: {Export}";
        }

        if (causes.Exists(cause => cause.Message.StartsWith("The MfaSerialNumber", StringComparison.Ordinal)))
        {
            return $"it needs an MFA code, for which the AWS CLI can ask. Take its credentials: {Export}";
        }

        var reason = string.Join(": ", causes.Select(cause => cause.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')));
        return causes[^1] is InvalidOperationException ? $"{reason}. Take the AWS CLI's credentials: {Export}" : $"{reason}.";
    }

    /// <summary>Returns the profile that signs in: the profile itself, or the one whose credentials it uses.</summary>
    private static string? SsoProfile(CredentialProfile? profile)
    {
        while (profile is { Options: { SsoSession: null, SsoStartUrl: null, SourceProfile: { } source } }
            && profile.CredentialProfileStore.TryGetProfile(source, out var next))
        {
            profile = next;
        }

        return profile?.Name;
    }
}
