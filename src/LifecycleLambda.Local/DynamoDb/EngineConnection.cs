using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>How this program and the function reach the presence table.</summary>
internal sealed record EngineConnection(Uri Endpoint, string TableName)
{
    /// <summary>The access key, and its secret, where the user's own are not used.</summary>
    internal const string LocalKey = "local";

    /// <summary>The timeout of one attempt. The SDK's own is 100 s.</summary>
    internal static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    private const string LocalRegion = "us-east-1";

    private AWSCredentials Credentials { get; init; } = new BasicAWSCredentials(LocalKey, LocalKey);

    private string Region { get; init; } = AwsSettings.Variable("AWS_REGION") ?? AwsSettings.Variable("AWS_DEFAULT_REGION") ?? LocalRegion;

    /// <summary>The access key and the Region as a signature names them.</summary>
    internal string CredentialScope => $"{Credentials.GetCredentials().AccessKey}/20260101/{Region}/dynamodb/aws4_request";

    /// <summary>
    /// Connects to an endpoint that the user named. DynamoDB Local keeps tables by access key and Region, so the user's own decide, as in
    /// any other tool. Without any, the engine takes what the embedded one takes.
    /// </summary>
    /// <exception cref="UserErrorException">The credentials can't be used.</exception>
    internal static async Task<EngineConnection> CreateAsync(Uri endpoint, string tableName, CancellationToken cancellationToken)
    {
        var connection = new EngineConnection(endpoint, tableName) { Region = AwsSettings.Region() ?? LocalRegion };
        return await UserCredentials.FindAsync(cancellationToken) is { } credentials ? connection with { Credentials = credentials } : connection;
    }

    /// <summary>The AWS variables of the function's process.</summary>
    internal IEnumerable<KeyValuePair<string, string>> FunctionEnvironment()
    {
        yield return new("AWS_ENDPOINT_URL_DYNAMODB", Endpoint.ToString());
        yield return new("PRESENCE_TABLE_NAME", TableName);
        yield return new("AWS_REGION", Region);
        // As in Lambda, the function gets credentials and knows no profile. A malformed one would keep the SDK from starting.
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
        // Variables that are meant for AWS. The SDK refuses them together with an endpoint.
        UseFIPSEndpoint = false,
        UseDualstackEndpoint = false,
        IgnoreConfiguredEndpointUrls = true,
    });
}
