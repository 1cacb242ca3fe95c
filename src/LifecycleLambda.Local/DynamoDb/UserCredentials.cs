using System.Net.Sockets;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.SSO.Model;
using Amazon.SSOOIDC;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>Finds the user's AWS credentials. The SDK's search hides why a profile fails, rejects profiles that need SSO, and waits 15 s
/// for EC2's metadata service.</summary>
internal static class UserCredentials
{
    /// <summary>The advice for a profile that only the AWS CLI can use.</summary>
    private const string Export = "Export the AWS CLI's credentials: eval \"$(aws configure export-credentials --format env)\"";

    /// <summary>The timeout for SSO, STS or a program that returns credentials.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>The timeout for the metadata service, which responds within milliseconds on a machine that has one.</summary>
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Returns the credentials of the environment or the profile, or null. Uses them once, to check them.</summary>
    /// <exception cref="UserErrorException">The credentials can't be used.</exception>
    internal static async Task<AWSCredentials?> FindAsync(CancellationToken cancellationToken)
    {
        // Read the profile first: the SDK throws on a malformed one even if it isn't used.
        var profile = AwsSettings.Profile();
        if (AwsSettings.Variable("AWS_ACCESS_KEY_ID") is not null)
        {
            return await UseAsync("the credentials in your environment", null, CopyEnvironment, cancellationToken);
        }

        if (AwsSettings.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not null)
        {
            return await UseAsync(
                "the web identity in your environment",
                null,
                AssumeRoleWithWebIdentityCredentials.FromEnvironmentVariables,
                cancellationToken);
        }

        if (profile is null && AwsSettings.Variable("AWS_PROFILE") is { } missing)
        {
            throw new UserErrorException(
                $"Can't use the AWS profile {missing}: it doesn't exist. To list your profiles, run aws configure list-profiles.");
        }

        if (profile is { CanCreateAWSCredentials: true })
        {
            return await UseAsync(
                $"the AWS profile {profile.Name}",
                profile,
                () => profile.GetAWSCredentials(profile.CredentialProfileStore),
                cancellationToken);
        }

        string[] container = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
        return container.Any(variable => AwsSettings.Variable(variable) is not null) ? await ReadFromMachineAsync(cancellationToken) : null;
    }

    /// <summary>Returns the credentials that AWS provides for the container or the EC2 instance on which this program runs.</summary>
    /// <exception cref="UserErrorException">AWS provides no credentials.</exception>
    internal static async Task<AWSCredentials> ReadFromMachineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FirstUseAsync(
                () => new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null), MetadataTimeout, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new UserErrorException(
                $"Can't connect to AWS: neither your environment nor the AWS profile {AwsSettings.ProfileName} has credentials. "
                + $"Set AWS_PROFILE to a profile with credentials. {Export}",
                exception);
        }
    }

    // The SDK's class reads the variables at each use, but AwsSettings.Hide unsets them.
    private static AWSCredentials CopyEnvironment()
    {
        var current = new EnvironmentVariablesAWSCredentials().GetCredentials();
        return current.UseToken
            ? new SessionAWSCredentials(current.AccessKey, current.SecretKey, current.Token)
            : new BasicAWSCredentials(current.AccessKey, current.SecretKey);
    }

    private static async Task<AWSCredentials> UseAsync(
        string source, CredentialProfile? profile, Func<AWSCredentials> create, CancellationToken cancellationToken)
    {
        try
        {
            return await FirstUseAsync(create, Timeout, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new UserErrorException($"Can't use {source}: {Reason(exception, profile)}", exception);
        }
    }

    // Many kinds of credentials are read, or requested from a service, only when they are first used.
    private static async Task<AWSCredentials> FirstUseAsync(
        Func<AWSCredentials> create, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var use = Task.Run(
            () =>
            {
                var credentials = create();
                credentials.GetCredentials();
                return credentials;
            },
            cancellationToken);
        return await use.WaitAsync(timeout, cancellationToken);
    }

    private static string Reason(Exception exception, CredentialProfile? profile)
    {
        List<Exception> causes = [];
        var cause = exception;
        while (cause is not (null or HttpErrorResponseException or SocketException or JsonException))
        {
            causes.Add(cause);
            cause = cause.InnerException;
        }

        if (causes.Exists(each => each is UnauthorizedException or AmazonSSOOIDCException
            || each.Message.Contains("SSO Token", StringComparison.Ordinal)))
        {
            return $"its SSO session has expired or doesn't exist. Sign in: aws sso login --profile {SsoProfile(profile)}";
        }

        if (profile?.Options.LoginSession is { Length: > 0 })
        {
            return $"it signs in with aws login, which only the AWS CLI supports. {Export}";
        }

        if (causes.Exists(each => each.Message.StartsWith("The MfaSerialNumber", StringComparison.Ordinal)))
        {
            return $"it needs an MFA code, for which only the AWS CLI can prompt. {Export}";
        }

        var reason = string.Join(": ", causes.Select(each => each.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')));
        return causes[^1] is InvalidOperationException ? $"{reason}. {Export}" : $"{reason}.";
    }

    /// <summary>Returns the profile that signs in: this profile, or the one whose credentials it uses.</summary>
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
