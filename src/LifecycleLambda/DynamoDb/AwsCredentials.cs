namespace LifecycleLambda.DynamoDb;

/// <summary>What requests are signed with. AWS Lambda hands them over as variables that do not change while the process lives.</summary>
// No record: its text would hold the secrets.
internal sealed class AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken)
{
    internal string AccessKeyId => accessKeyId;

    internal string SecretAccessKey => secretAccessKey;

    /// <summary>Only temporary credentials, such as those of a role, have one.</summary>
    internal string? SessionToken => sessionToken;

    /// <summary><see langword="null"/> where there are none.</summary>
    internal static AwsCredentials? Read(Func<string, string?> environment) =>
        (Settings.Value(environment, "AWS_ACCESS_KEY_ID"), Settings.Value(environment, "AWS_SECRET_ACCESS_KEY")) is ({ } id, { } secret)
            ? new(id, secret, Settings.Value(environment, "AWS_SESSION_TOKEN"))
            : null;
}
