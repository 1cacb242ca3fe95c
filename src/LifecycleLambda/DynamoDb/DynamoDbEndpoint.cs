namespace LifecycleLambda.DynamoDb;

/// <summary>Where the table is.</summary>
/// <param name="Address">The DynamoDB API, http or https.</param>
/// <param name="Region">What requests are signed for.</param>
internal sealed record DynamoDbEndpoint(Uri Address, string Region)
{
    /// <summary>What is sent and signed as <c>Host</c>: with the port, where it is not the scheme's own.</summary>
    internal string Host => Address.Authority;

    /// <summary>Reads <c>AWS_ENDPOINT_URL_DYNAMODB</c> and <c>AWS_REGION</c> (DESIGN section 7).</summary>
    /// <exception cref="SettingException">The endpoint is no URL, or nothing says where the table is.</exception>
    internal static DynamoDbEndpoint Read(Func<string, string?> environment)
    {
        var region = Settings.Value(environment, "AWS_REGION") ?? Settings.Value(environment, "AWS_DEFAULT_REGION");
        if (Settings.Value(environment, "AWS_ENDPOINT_URL_DYNAMODB") is { } endpoint)
        {
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? new(uri, region ?? "us-east-1")
                : throw new SettingException("AWS_ENDPOINT_URL_DYNAMODB", $"is '{endpoint}': it must be an http or https URL.");
        }

        // Silently leaving the endpoints that these ask for would be worse than not to start.
        foreach (var variable in (string[])["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"])
        {
            if (string.Equals(Settings.Value(environment, variable), "true", StringComparison.OrdinalIgnoreCase))
            {
                throw new SettingException(variable, "is 'true': name that endpoint in AWS_ENDPOINT_URL_DYNAMODB instead.");
            }
        }

        return region switch
        {
            null => throw new SettingException("AWS_REGION", "is not set: it must name the table's region."),
            _ when region.All(character => char.IsAsciiLetterOrDigit(character) || character is '-') =>
                new(new Uri($"https://dynamodb.{region}.{DomainOf(region)}"), region),
            _ => throw new SettingException("AWS_REGION", $"is '{region}': it must be a region's name, such as eu-central-1."),
        };
    }

    /// <summary>The partitions that have AWS IoT Core (https://docs.aws.amazon.com/general/latest/gr/iot-core.html).</summary>
    private static string DomainOf(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "amazonaws.com.cn",
        _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "amazonaws.eu",
        _ => "amazonaws.com",
    };
}
