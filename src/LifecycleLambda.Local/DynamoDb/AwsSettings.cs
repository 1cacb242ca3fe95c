using System.Text.RegularExpressions;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime.CredentialManagement;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>Reads the user's AWS settings: environment variables first, then the profile, as AWS's tools do.</summary>
internal static partial class AwsSettings
{
    internal static string ProfileName => Variable("AWS_PROFILE") ?? "default";

    /// <summary>Returns a variable's value. An empty variable is unset.</summary>
    internal static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Unsets the AWS variables that are empty, because the SDK uses the empty text of some.</summary>
    internal static void UnsetEmptyVariables() => Unset(name => Variable(name) is null);

    /// <summary>Hides the settings from the SDK, which throws on malformed ones. The embedded engine needs none.</summary>
    internal static void Hide()
    {
        // Keep this variable, because the function inherits it.
        Unset(name => name is not "AWS_LAMBDA_LOG_LEVEL");
        AWSConfigs.AWSProfilesLocation = "/dev/null";
    }

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
            throw new UserErrorException($"Can't read your AWS profiles: {place}. Correct the file.", exception);
        }
    }

    /// <summary>Returns the configured endpoint: from DynamoDB's variable, the variable for all services, or the profile.</summary>
    /// <exception cref="SettingException">A variable isn't a URL.</exception>
    internal static Uri? Endpoint()
    {
        if (bool.TryParse(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), out var areIgnored) && areIgnored)
        {
            return null;
        }

        return Settings.ReadEndpoint(Environment.GetEnvironmentVariable) ?? ReadProfileEndpoint();
    }

    internal static string? Region() => Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? Profile()?.Region?.SystemName;

    internal static bool IsEndpoint(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? endpoint) =>
        Uri.TryCreate(text, UriKind.Absolute, out endpoint) && endpoint.Scheme is ("http" or "https");

    private static Uri? ReadProfileEndpoint()
    {
        CredentialProfile? profile;
        try
        {
            profile = Profile();
        }
        catch (UserErrorException)
        {
            // Most commands need no profile. The others report this error when they look for credentials.
            return null;
        }

        // Let the SDK read the endpoint, because it can be in the profile's section for services.
        if (profile is not ({ EndpointUrl: not null } or { Services: not null })
            || new AmazonDynamoDBConfig().ServiceURL is not { } text)
        {
            return null;
        }

        return IsEndpoint(text, out var endpoint)
            ? endpoint
            : throw new UserErrorException(
                $"Can't use the endpoint {text} of the AWS profile {ProfileName}: it isn't an http or https URL. Correct the profile.");
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
