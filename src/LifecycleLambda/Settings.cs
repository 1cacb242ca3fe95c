using System.Globalization;
using Amazon;
using Amazon.Runtime;

namespace LifecycleLambda;

/// <summary>The function's settings. The AWS SDK reads the credentials and the endpoint's variants; .NET reads the proxies.</summary>
/// <param name="TableName">The table's name or ARN.</param>
/// <param name="TimestampTolerance">The tolerance of the ordering rule: 300 to 2700 s.</param>
/// <param name="RetainDisconnectedDays">Days that a disconnected client stays in the table: 0 (forever) or 30 to 3650.</param>
/// <param name="StoresPersonalData">False if the table must not hold <c>ipAddress</c> and <c>principalIdentifier</c>.</param>
/// <param name="CountSegments">The number of parts of the table that a count reads in parallel: 1 to 64.</param>
/// <param name="UnprocessableEventsQueue">The URL of the queue for messages that aren't lifecycle events, if there is one.</param>
/// <param name="LogsDebug">True if Lambda's log level is DEBUG or TRACE.</param>
/// <param name="FunctionName">The dimension of the metrics.</param>
/// <param name="Endpoint">The endpoint to use instead of AWS's.</param>
/// <param name="Region">The table's region.</param>
internal sealed record Settings(
    string TableName,
    TimeSpan TimestampTolerance,
    int RetainDisconnectedDays,
    bool StoresPersonalData,
    int CountSegments,
    Uri? UnprocessableEventsQueue,
    bool LogsDebug,
    string FunctionName,
    Uri? Endpoint,
    string Region)
{
    /// <summary>Reads and checks every setting. An empty value counts as unset.</summary>
    /// <param name="environment">Looks up an environment variable by name.</param>
    /// <exception cref="SettingException">One is missing or malformed. The message names it, its value and the allowed range.</exception>
    internal static Settings Read(Func<string, string?> environment)
    {
        var endpoint = ReadEndpoint(environment);
        return new(
            Value(environment, "PRESENCE_TABLE_NAME")
                ?? throw new SettingException("PRESENCE_TABLE_NAME", "is not set: it must name the presence table."),
            ReadTolerance(environment),
            Number(environment, "RETAIN_DISCONNECTED_DAYS", fallback: 0, "0 or 30 to 3650", n => n is 0 or (>= 30 and <= 3650)),
            Flag(environment, "STORE_PERSONAL_DATA", fallback: true),
            Number(environment, "COUNT_SEGMENTS", fallback: 4, "1 to 64", n => n is >= 1 and <= 64),
            ReadUrl(environment, "UNPROCESSABLE_EVENTS_QUEUE_URL"),
            IncludesDebug(environment, "AWS_LAMBDA_LOG_LEVEL"),
            Value(environment, "AWS_LAMBDA_FUNCTION_NAME") ?? "LifecycleLambda",
            endpoint,
            ReadRegion(environment, endpoint));
    }

    /// <summary>Reads the timestamp tolerance.</summary>
    /// <exception cref="SettingException">The value is malformed.</exception>
    internal static TimeSpan ReadTolerance(Func<string, string?> environment) => TimeSpan.FromSeconds(
        Number(environment, "TIMESTAMP_TOLERANCE_SECONDS", fallback: 900, "300 to 2700", n => n is >= 300 and <= 2700));

    /// <summary>Reads the endpoint to use instead of AWS's. The variable for DynamoDB wins over the one for all services.</summary>
    /// <exception cref="SettingException">The value isn't a URL.</exception>
    internal static Uri? ReadEndpoint(Func<string, string?> environment) =>
        ReadUrl(environment, "AWS_ENDPOINT_URL_DYNAMODB") ?? ReadUrl(environment, "AWS_ENDPOINT_URL");

    private static Uri? ReadUrl(Func<string, string?> environment, string variable) => Value(environment, variable) switch
    {
        null => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => uri,
        var text => throw new SettingException(variable, $"is '{text}': it must be an http or https URL."),
    };

    private static string ReadRegion(Func<string, string?> environment, Uri? endpoint)
    {
        var variable = Value(environment, "AWS_REGION") is null ? "AWS_DEFAULT_REGION" : "AWS_REGION";
        var name = Value(environment, variable);
        if (endpoint is not null)
        {
            return name ?? "us-east-1";
        }

        if (name is null)
        {
            throw new SettingException("AWS_REGION", "is not set: it must name the table's region.");
        }

        try
        {
            return RegionEndpoint.GetBySystemName(name).SystemName;
        }
        catch (AmazonClientException)
        {
            throw new SettingException(variable, $"is '{name}': it must be a region's name, such as eu-central-1.");
        }
    }

    private static string? Value(Func<string, string?> environment, string variable) =>
        environment(variable) is { Length: > 0 } value ? value : null;

    private static int Number(
        Func<string, string?> environment, string variable, int fallback, string allowed, Predicate<int> isAllowed) =>
        Value(environment, variable) switch
        {
            null => fallback,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && isAllowed(number) =>
                number,
            var text => throw new SettingException(variable, $"is '{text}': it must be a whole number, {allowed}."),
        };

    private static bool Flag(Func<string, string?> environment, string variable, bool fallback) => Value(environment, variable) switch
    {
        null => fallback,
        "true" => true,
        "false" => false,
        var text => throw new SettingException(variable, $"is '{text}': it must be true or false."),
    };

    private static bool IncludesDebug(Func<string, string?> environment, string variable) =>
        Value(environment, variable)?.ToUpperInvariant() switch
        {
            "TRACE" or "DEBUG" => true,
            null or "INFO" or "WARN" or "ERROR" or "FATAL" => false,
            var text => throw new SettingException(variable, $"is '{text}': it must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."),
        };
}
