using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace LifecycleLambda.Local.Engine;

/// <summary>How this program and the function reach the engine.</summary>
/// <param name="Endpoint">The DynamoDB API.</param>
/// <param name="TableName">The presence table.</param>
internal sealed record EngineConnection(Uri Endpoint, string TableName)
{
    private const string LocalKey = "local";

    private static readonly string[] CredentialVariables =
        ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

    /// <summary>Whether the user's own credentials are used: only towards an endpoint that the user named.</summary>
    internal bool UsesOwnCredentials { get; init; }

    /// <summary>The AWS variables of the function's process.</summary>
    internal IEnumerable<KeyValuePair<string, string>> FunctionEnvironment()
    {
        yield return new("AWS_ENDPOINT_URL_DYNAMODB", Endpoint.ToString());
        yield return new("PRESENCE_TABLE_NAME", TableName);
        yield return new("AWS_REGION", Region);
        if (UsesOwnCredentials)
        {
            foreach (var (name, value) in OwnVariables())
            {
                yield return new(name, value);
            }
        }
        else
        {
            yield return new("AWS_ACCESS_KEY_ID", LocalKey);
            yield return new("AWS_SECRET_ACCESS_KEY", LocalKey);
        }
    }

    internal AmazonDynamoDBClient CreateClient()
    {
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = Endpoint.ToString(),
            AuthenticationRegion = Region,
            IgnoreConfiguredEndpointUrls = true,
        };
        return UsesOwnCredentials
            ? new AmazonDynamoDBClient(config)
            : new AmazonDynamoDBClient(new BasicAWSCredentials(LocalKey, LocalKey), config);
    }

    private static IEnumerable<(string Name, string Value)> OwnVariables() =>
        from System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where name.StartsWith("AWS_", StringComparison.Ordinal) && name is not "AWS_ENDPOINT_URL_DYNAMODB" and not "AWS_REGION"
        select (name, (string)variable.Value!);

    private static string Region => Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region : "us-east-1";

    /// <summary>Whether the user has credentials; an engine on the user's machine takes any.</summary>
    internal static bool UserHasCredentials() => CredentialVariables.Any(variable => Environment.GetEnvironmentVariable(variable) is { Length: > 0 });
}
