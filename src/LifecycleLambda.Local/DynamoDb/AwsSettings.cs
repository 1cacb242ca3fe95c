using System.Text.RegularExpressions;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime.CredentialManagement;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The AWS settings of the person who runs this program. Like AWS's own tools, it reads variables first, then the profile.</summary>
internal static partial class AwsSettings
{
    internal static string ProfileName => Variable("AWS_PROFILE") ?? "default";

    /// <summary>Returns a variable's value. An empty variable is unset.</summary>
    internal static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Unsets the AWS variables that are empty, because the SDK uses the empty text of some.</summary>
    internal static void UnsetEmptyVariables() => Unset(name => Variable(name) is null);

    /// <summary>Hides the settings from the SDK. The embedded engine needs none, and the SDK doesn't start when one is malformed.</summary>
    internal static void Hide()
    {
        // The function inherits this one.
        Unset(name => name is not "AWS_LAMBDA_LOG_LEVEL");
        AWSConfigs.AWSProfilesLocation = "/dev/null";
    }

    /// <summary>Returns the profile, if there is one.</summary>
    /// <exception cref="UserErrorException">The files that hold the profiles can't be read.</exception>
    internal static CredentialProfile? Profile()
    {
        try
        {
            return new CredentialProfileStoreChain().TryGetProfile(ProfileName, out var profile) ? profile : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // The SDK's message quotes the line, which can hold a secret.
            var place = MalformedLine.Match(exception.Message) is { Success: true } line
                ? $"line {line.Groups[1]} of {line.Groups[2]} is neither a section nor a property"
                : exception.Message.TrimEnd('.');
            throw new UserErrorException($"Your AWS profiles can't be read: {place}.", exception);
        }
    }

    /// <summary>Returns the configured DynamoDB endpoint. DynamoDB's own variable wins over the one for all services, and both over the profile.</summary>
    /// <exception cref="SettingException">A variable isn't a URL.</exception>
    /// <exception cref="UserErrorException">The profile's endpoint isn't a URL.</exception>
    internal static Uri? Endpoint()
    {
        if (bool.TryParse(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), out var areIgnored) && areIgnored)
        {
            return null;
        }

        return Settings.ReadEndpoint(Environment.GetEnvironmentVariable) ?? EndpointOfProfile();
    }

    internal static string? Region() => Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? Profile()?.Region?.SystemName;

    /// <summary>Returns whether the text is a URL that DynamoDB can have.</summary>
    internal static bool IsEndpoint(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? endpoint) =>
        Uri.TryCreate(text, UriKind.Absolute, out endpoint) && endpoint.Scheme is ("http" or "https");

    private static Uri? EndpointOfProfile()
    {
        CredentialProfile? profile;
        try
        {
            profile = Profile();
        }
        catch (UserErrorException)
        {
            // Most commands need no profile, and the others report the error when they look for credentials.
            return null;
        }

        // Only the SDK reads the profile's section for services.
        if (profile is not ({ EndpointUrl: not null } or { Services: not null })
            || new AmazonDynamoDBConfig().ServiceURL is not { } text)
        {
            return null;
        }

        return IsEndpoint(text, out var endpoint)
            ? endpoint
            : throw new UserErrorException($"The endpoint {text} of the AWS profile {ProfileName} isn't an http or https URL.");
    }

    private static void Unset(Predicate<string> isUnset)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith("AWS_", StringComparison.Ordinal) && isUnset(name))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }

    [GeneratedRegex("^Line ([0-9]+):<.*> in file (.*) does not contain", RegexOptions.Singleline)]
    private static partial Regex MalformedLine { get; }
}
