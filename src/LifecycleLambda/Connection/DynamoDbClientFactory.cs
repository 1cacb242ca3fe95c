using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace LifecycleLambda.Connection;

/// <summary>The DynamoDB client as this function needs it: standard retries, and attempts short enough to fit a deadline.</summary>
internal static class DynamoDbClientFactory
{
    /// <summary>One attempt, connection included. DynamoDB answers in milliseconds; a cold TLS handshake takes some hundred.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Attempts after the first, with the SDK's exponential backoff between them.</summary>
    private const int Retries = 4;

    internal static AmazonDynamoDBClient Create(Func<string, string?> environment)
    {
        var config = new AmazonDynamoDBConfig
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            // The endpoint is read here: the SDK throws where SAM has turned an unset variable into an empty one.
            IgnoreConfiguredEndpointUrls = true,
        };

        var region = Settings.Value(environment, "AWS_REGION") ?? Settings.Value(environment, "AWS_DEFAULT_REGION");
        if (Settings.Value(environment, "AWS_ENDPOINT_URL_DYNAMODB") is { } endpoint)
        {
            config.ServiceURL = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? endpoint
                : throw new SettingException("AWS_ENDPOINT_URL_DYNAMODB", $"is '{endpoint}': it must be an http or https URL.");
            config.AuthenticationRegion = region ?? "us-east-1";
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            throw new SettingException("AWS_REGION", "is not set: it must name the table's region.");
        }

        config.HttpClientFactory = new DynamoDbHttpClientFactory(AttemptTimeout, usesTls: config.ServiceURL?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) is not true);
        return Credentials(environment) is { } credentials
            ? new AmazonDynamoDBClient(credentials, config)
            : new AmazonDynamoDBClient(config);
    }

    // Lambda hands credentials over as variables that do not change while the process lives. Elsewhere the SDK looks for them.
    private static AWSCredentials? Credentials(Func<string, string?> environment) =>
        (Settings.Value(environment, "AWS_ACCESS_KEY_ID"),
         Settings.Value(environment, "AWS_SECRET_ACCESS_KEY"),
         Settings.Value(environment, "AWS_SESSION_TOKEN")) switch
        {
            ({ } id, { } secret, { } token) => new SessionAWSCredentials(id, secret, token),
            ({ } id, { } secret, null) => new BasicAWSCredentials(id, secret),
            _ => null,
        };
}
