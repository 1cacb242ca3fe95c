using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>How this program and the function reach the presence table.</summary>
internal sealed record EngineConnection(Uri Endpoint, string TableName)
{
    /// <summary>The access key, and its secret, where the user's own are not used.</summary>
    internal const string LocalKey = "local";

    private static readonly string[] CredentialVariables =
        ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

    private AWSCredentials Credentials { get; init; } = new BasicAWSCredentials(LocalKey, LocalKey);

    private static string Region => Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region : "us-east-1";

    /// <summary>The way to an endpoint that the user named, with the user's own credentials where there are any: an engine on this machine takes any.</summary>
    /// <exception cref="UserErrorException">The credentials cannot be used.</exception>
    internal static EngineConnection OfUser(Uri endpoint, string tableName)
    {
        var connection = new EngineConnection(endpoint, tableName);
        if (!CredentialVariables.Any(variable => Environment.GetEnvironmentVariable(variable) is { Length: > 0 }))
        {
            return connection;
        }

        try
        {
            return connection with { Credentials = DefaultAWSCredentialsIdentityResolver.GetCredentials() };
        }
        catch (Exception exception)
        {
            throw new UserErrorException($"Your AWS credentials cannot be used: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    /// <summary>The AWS variables of the function's process.</summary>
    internal IEnumerable<KeyValuePair<string, string>> FunctionEnvironment()
    {
        yield return new("AWS_ENDPOINT_URL_DYNAMODB", Endpoint.ToString());
        yield return new("PRESENCE_TABLE_NAME", TableName);
        yield return new("AWS_REGION", Region);
        // As Lambda does it: the function knows nothing of profiles and the like.
        var credentials = Credentials.GetCredentials();
        yield return new("AWS_ACCESS_KEY_ID", credentials.AccessKey);
        yield return new("AWS_SECRET_ACCESS_KEY", credentials.SecretKey);
        if (credentials.UseToken)
        {
            yield return new("AWS_SESSION_TOKEN", credentials.Token);
        }
    }

    internal AmazonDynamoDBClient CreateClient() => new(Credentials, new AmazonDynamoDBConfig
    {
        ServiceURL = Endpoint.ToString(),
        AuthenticationRegion = Region,
        IgnoreConfiguredEndpointUrls = true,
    });
}
