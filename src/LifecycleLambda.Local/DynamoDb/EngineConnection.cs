using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The endpoint, table and credentials that this program and the function use.</summary>
internal sealed record EngineConnection(Uri Endpoint, string TableName)
{
    /// <summary>The access key and its secret when the user's credentials aren't used.</summary>
    internal const string LocalKey = "local";

    /// <summary>The timeout of one attempt. The SDK's default is 100 s.</summary>
    internal static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    internal const string LocalRegion = "us-east-1";

    internal static readonly AWSCredentials LocalCredentials = new BasicAWSCredentials(LocalKey, LocalKey);

    private AWSCredentials Credentials { get; init; } = LocalCredentials;
    private string Region { get; init; } = AwsSettings.Variable("AWS_REGION") ?? AwsSettings.Variable("AWS_DEFAULT_REGION") ?? LocalRegion;

    /// <summary>The access key and the Region in the format of a signature.</summary>
    internal string CredentialScope => $"{Credentials.GetCredentials().AccessKey}/20260101/{Region}/dynamodb/aws4_request";

    /// <summary>Creates a connection to the user's endpoint with the user's credentials and Region, if they are set. DynamoDB Local keeps
    /// separate tables for each access key and Region, so other tools find the same tables.</summary>
    internal static async Task<EngineConnection> CreateAsync(Uri endpoint, string tableName, CancellationToken cancellationToken)
    {
        var connection = new EngineConnection(endpoint, tableName) { Region = AwsSettings.Region() ?? LocalRegion };
        var credentials = await UserCredentials.FindAsync(cancellationToken);
        return credentials is null ? connection : connection with { Credentials = credentials };
    }

    /// <summary>Returns the AWS variables for the function's process.</summary>
    internal IEnumerable<KeyValuePair<string, string>> FunctionEnvironment()
    {
        yield return new("AWS_ENDPOINT_URL_DYNAMODB", Endpoint.ToString());
        yield return new("PRESENCE_TABLE_NAME", TableName);
        yield return new("AWS_REGION", Region);
        // As in Lambda, the function gets credentials but no profile. The SDK throws on a malformed profile even if it isn't used.
        yield return new("AWS_CONFIG_FILE", "/dev/null");
        yield return new("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
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
        Timeout = AttemptTimeout,
        MaxErrorRetry = 2,
        // Ignore the variables for these settings. They are meant for AWS, and the SDK rejects them together with an endpoint.
        UseFIPSEndpoint = false,
        UseDualstackEndpoint = false,
        IgnoreConfiguredEndpointUrls = true,
    });
}
